-- How many events a replay did not bring, by reason.
ALTER TABLE lane ADD COLUMN replay_skipped BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN replay_expired BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN replay_refused BIGINT NOT NULL DEFAULT 0;
