-- How far behind destinations were, minute by minute, for a day: see LagHistory.
CREATE TABLE lag (
    destination TEXT   NOT NULL,
    minute_ms   BIGINT NOT NULL,
    events      BIGINT NOT NULL,
    seconds     DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (destination, minute_ms)
);
