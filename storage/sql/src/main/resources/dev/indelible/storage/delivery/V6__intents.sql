-- What is about to be done, until it is: see Intent. What of it is null depends on the task.
CREATE TABLE intent (
    destination   TEXT   NOT NULL,
    subject       TEXT   NOT NULL,
    event         TEXT   NOT NULL,
    log           TEXT   NOT NULL,
    task          TEXT   NOT NULL,
    lane          TEXT,
    number        BIGINT,
    from_position BIGINT,
    to_position   BIGINT,
    millis        BIGINT,
    who           TEXT,
    reason        TEXT,
    PRIMARY KEY (destination, subject)
);

-- Destinations as intents would have them, with the filters that they had before.
CREATE TABLE intended (
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
    leaving_at     BIGINT
);
CREATE TABLE intended_filter (
    destination     TEXT   NOT NULL,
    before_position BIGINT NOT NULL,
    filter          TEXT   NOT NULL,
    PRIMARY KEY (destination, before_position)
);
