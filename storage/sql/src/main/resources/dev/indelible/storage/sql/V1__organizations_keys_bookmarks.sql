-- Times are milliseconds since 1970. Plain SQL, so that PostgreSQL can take it as it is.
CREATE TABLE organization (
    id         TEXT   PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_ms BIGINT NOT NULL
);

-- organization is null for keys of the whole instance. roles are labels with blanks between.
CREATE TABLE api_key (
    id           TEXT   PRIMARY KEY,
    organization TEXT   REFERENCES organization (id),
    name         TEXT   NOT NULL,
    roles        TEXT   NOT NULL,
    created_ms   BIGINT NOT NULL,
    secret_hash  TEXT   NOT NULL,
    revoked      INTEGER NOT NULL
);

CREATE TABLE bookmark (
    follower TEXT   PRIMARY KEY,
    position BIGINT NOT NULL
);
