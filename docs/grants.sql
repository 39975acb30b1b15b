-- What the desk's database role may do: everything the program needs, and not a step more.
-- Run it as the owner of the tables, after each `csdesk db upgrade` (a new table is closed until then):
--   psql -d csdesk -f docs/grants.sql
-- The roles are made once, by an administrator:
--   CREATE ROLE csdesk_owner LOGIN;  CREATE ROLE csdesk_app LOGIN;
--   CREATE DATABASE csdesk OWNER csdesk_owner;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, csdesk_app;
GRANT USAGE ON SCHEMA public TO csdesk_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO csdesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO csdesk_app;

-- The log and the suppression list only grow.
REVOKE UPDATE, DELETE ON audit_event, audit_subject, suppression, suppression_key FROM csdesk_app;
-- A detail may be erased, never rewritten.
REVOKE UPDATE ON audit_detail FROM csdesk_app;
-- The one row at the end of the log moves on; nobody adds another or takes it away.
REVOKE INSERT, DELETE ON audit_head FROM csdesk_app;
-- The shape of the database belongs to its owner.
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM csdesk_app;
