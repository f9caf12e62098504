-- What delivery must not forget. Times are milliseconds since 1970. Plain SQL, so that PostgreSQL
-- can take it as it is, but for BLOB.
CREATE TABLE destination (
    id             TEXT    PRIMARY KEY,
    organization   TEXT,
    name           TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    filter         TEXT    NOT NULL,
    settings       TEXT    NOT NULL,
    secrets        TEXT    NOT NULL,
    epoch          BIGINT  NOT NULL,
    start_position BIGINT  NOT NULL,
    created_ms     BIGINT  NOT NULL,
    changed_ms     BIGINT  NOT NULL,
    changed_by     TEXT    NOT NULL,
    paused_by      TEXT,
    paused_ms      BIGINT,
    paused_reason  TEXT,
    leaving        INTEGER NOT NULL
);

-- replay_* are null in the live lane, error_* where nothing ever failed.
CREATE TABLE lane (
    destination       TEXT    NOT NULL,
    lane              TEXT    NOT NULL,
    planned_position  BIGINT  NOT NULL,
    planned_sequence  BIGINT  NOT NULL,
    next_number       BIGINT  NOT NULL,
    cursor_position   BIGINT  NOT NULL,
    delivered         BIGINT  NOT NULL,
    chain             TEXT    NOT NULL,
    batch_count_max   INTEGER NOT NULL,
    state             TEXT    NOT NULL,
    since_ms          BIGINT  NOT NULL,
    failures          INTEGER NOT NULL,
    attempts          BIGINT  NOT NULL,
    next_try_ms       BIGINT  NOT NULL,
    confirmed_ms      BIGINT  NOT NULL,
    error_ms          BIGINT,
    error_kind        TEXT,
    error_status      INTEGER,
    error_reason      TEXT,
    error_excerpt     TEXT,
    replay_from       BIGINT,
    replay_to         BIGINT,
    replay_by         TEXT,
    replay_started_ms BIGINT,
    replay_state      TEXT,
    PRIMARY KEY (destination, lane)
);

-- positions as in Positions.toBytes; first and last of them beside, for searching.
CREATE TABLE plan (
    destination    TEXT    NOT NULL,
    lane           TEXT    NOT NULL,
    batch_id       TEXT    NOT NULL,
    epoch          BIGINT  NOT NULL,
    first_position BIGINT  NOT NULL,
    last_position  BIGINT  NOT NULL,
    positions      BLOB    NOT NULL,
    first_number   BIGINT  NOT NULL,
    renderer       TEXT    NOT NULL,
    body_hash      TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    attempts       INTEGER NOT NULL,
    reason         TEXT    NOT NULL,
    planned_ms     BIGINT  NOT NULL,
    settled_ms     BIGINT  NOT NULL,
    receipt        TEXT    NOT NULL,
    chain          TEXT    NOT NULL,
    PRIMARY KEY (destination, lane, batch_id)
);
CREATE INDEX plan_by_state ON plan (destination, lane, state, last_position);

CREATE TABLE parked (
    destination  TEXT    NOT NULL,
    number       BIGINT  NOT NULL,
    position     BIGINT  NOT NULL,
    event        TEXT    NOT NULL,
    organization TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    reason       TEXT    NOT NULL,
    excerpt      TEXT    NOT NULL,
    attempts     INTEGER NOT NULL,
    parked_ms    BIGINT  NOT NULL,
    state        TEXT    NOT NULL,
    settled_ms   BIGINT  NOT NULL,
    settled_by   TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    receipt      TEXT    NOT NULL,
    PRIMARY KEY (destination, number)
);
CREATE INDEX parked_by_state ON parked (destination, state, number);

CREATE TABLE delivered_hour (
    destination  TEXT   NOT NULL,
    start_ms     BIGINT NOT NULL,
    first_number BIGINT NOT NULL,
    last_number  BIGINT NOT NULL,
    tree         TEXT   NOT NULL,
    PRIMARY KEY (destination, start_ms)
);
