-- Folders and projects; parent and folder are null directly below the organization.
CREATE TABLE folder (
    organization TEXT    NOT NULL REFERENCES organization (id),
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    parent       TEXT,
    created_ms   BIGINT  NOT NULL,
    closed       INTEGER NOT NULL,
    PRIMARY KEY (organization, id),
    FOREIGN KEY (organization, parent) REFERENCES folder (organization, id)
);

CREATE TABLE project (
    organization TEXT    NOT NULL REFERENCES organization (id),
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    folder       TEXT,
    created_ms   BIGINT  NOT NULL,
    closed       INTEGER NOT NULL,
    PRIMARY KEY (organization, id),
    FOREIGN KEY (organization, folder) REFERENCES folder (organization, id)
);

-- The level of a grant is the instance where organization is null. The role and kind are labels.
CREATE TABLE access_grant (
    id           TEXT   PRIMARY KEY,
    subject_kind TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    organization TEXT   REFERENCES organization (id),
    folder       TEXT,
    project      TEXT,
    created_ms   BIGINT NOT NULL
);

ALTER TABLE organization ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE api_key ADD COLUMN folder TEXT;
ALTER TABLE api_key ADD COLUMN project TEXT;
ALTER TABLE api_key ADD COLUMN expires_ms BIGINT;
ALTER TABLE api_key ADD COLUMN revoked_ms BIGINT;
ALTER TABLE api_key ADD COLUMN used_ms BIGINT;
UPDATE api_key SET revoked_ms = created_ms WHERE revoked = 1;
ALTER TABLE api_key DROP COLUMN revoked;

-- Each secret is `scheme:hash`, or `scheme:hash@until` while a rotation overlaps; blanks between.
ALTER TABLE api_key RENAME COLUMN secret_hash TO secrets;
UPDATE api_key SET secrets = 'sha256:' || secrets;

-- Readers could export; who could go on does so.
UPDATE api_key SET roles = 'reader exporter' WHERE roles = 'reader';
UPDATE api_key SET roles = 'reader exporter writer' WHERE roles IN ('reader writer', 'writer reader');
