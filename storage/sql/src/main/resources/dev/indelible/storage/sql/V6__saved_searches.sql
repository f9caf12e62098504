-- columns are names with line feeds between. Times are milliseconds since 1970.
CREATE TABLE saved_search (
    id           TEXT    PRIMARY KEY,
    organization TEXT    NOT NULL REFERENCES organization (id),
    owner_id     TEXT    NOT NULL,
    owner_name   TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    q            TEXT    NOT NULL,
    range_from   TEXT    NOT NULL,
    range_to     TEXT    NOT NULL,
    columns      TEXT    NOT NULL,
    shared       INTEGER NOT NULL,
    changed_ms   BIGINT  NOT NULL
);

CREATE INDEX saved_search_of ON saved_search (organization, name);
