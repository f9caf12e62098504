-- From which level a folder or project was closed: `instance`, `organization`, `folder ID`, `project ID`;
-- null while it is open. Who closed before is not known, so what they closed is opened by the organization.
ALTER TABLE folder ADD COLUMN closed_from TEXT;
UPDATE folder SET closed_from = 'organization' WHERE closed = 1;
ALTER TABLE folder DROP COLUMN closed;
ALTER TABLE project ADD COLUMN closed_from TEXT;
UPDATE project SET closed_from = 'organization' WHERE closed = 1;
ALTER TABLE project DROP COLUMN closed;
