-- Filters by which events of before their end are judged, as long as any waits: see Destination.
CREATE TABLE earlier_filter (
    destination     TEXT   NOT NULL,
    before_position BIGINT NOT NULL,
    filter          TEXT   NOT NULL,
    PRIMARY KEY (destination, before_position)
);

-- Where one that leaves ends; the greatest number where it is not known yet.
ALTER TABLE destination ADD COLUMN leaving_at BIGINT;
UPDATE destination SET leaving_at = 9223372036854775807 WHERE leaving = 1;
ALTER TABLE destination DROP COLUMN leaving;
