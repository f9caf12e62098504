-- What is being sent of a parked event, as long as it is: see Resend.
CREATE TABLE resend (
    destination TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    batch_id    TEXT   NOT NULL,
    renderer    TEXT   NOT NULL,
    original    TEXT   NOT NULL,
    body        BLOB   NOT NULL,
    PRIMARY KEY (destination, number)
);
