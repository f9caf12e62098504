-- Filters by which events of before their end are judged, as long as any waits: see Destination.
CREATE TABLE earlier_filter (
    destination     TEXT   NOT NULL,
    before_position BIGINT NOT NULL,
    filter          TEXT   NOT NULL,
    PRIMARY KEY (destination, before_position)
);
