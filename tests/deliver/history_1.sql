-- A history as version 1 of the schema made it, in both SQLite and PostgreSQL but for {serial} and {double}.
-- Three reports of Acme: October's, November's (September restated), October's again.
CREATE TABLE kpireport_schema (part VARCHAR(40) NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (part));
CREATE TABLE kpireport_entities (id {serial} NOT NULL PRIMARY KEY, identity VARCHAR(255) NOT NULL UNIQUE, organisation TEXT NOT NULL, entity TEXT NOT NULL);
CREATE TABLE kpireport_runs (id {serial} NOT NULL PRIMARY KEY, entity_id INTEGER NOT NULL REFERENCES kpireport_entities (id), source_name TEXT NOT NULL, source_sha256 VARCHAR(64) NOT NULL, mapping_sha256 VARCHAR(64) NOT NULL, period VARCHAR(7) NOT NULL, run VARCHAR(12) NOT NULL, reported_at VARCHAR(40) NOT NULL, green_from {double} NOT NULL, amber_from {double} NOT NULL);
CREATE TABLE kpireport_figures (run_id INTEGER NOT NULL REFERENCES kpireport_runs (id), kpi VARCHAR(255) NOT NULL, period VARCHAR(7) NOT NULL, unit TEXT NOT NULL, actual {double}, target {double}, target_low {double}, target_high {double}, status VARCHAR(20), final BOOLEAN NOT NULL, cell TEXT NOT NULL, PRIMARY KEY (run_id, kpi, period));
INSERT INTO kpireport_schema VALUES ('history', 1);
INSERT INTO kpireport_entities (identity, organisation, entity) VALUES ('acme|', 'Acme', '');
INSERT INTO kpireport_runs (entity_id, source_name, source_sha256, mapping_sha256, period, run, reported_at, green_from, amber_from) VALUES (1, 'oct.xlsx', 'oct', '', '2026-10', 'run-oct', '2026-11-05T09:00:00+00:00', 1, 0.95);
INSERT INTO kpireport_runs (entity_id, source_name, source_sha256, mapping_sha256, period, run, reported_at, green_from, amber_from) VALUES (1, 'nov.xlsx', 'nov', '', '2026-11', 'run-nov', '2026-12-05T09:00:00+00:00', 1, 0.95);
INSERT INTO kpireport_runs (entity_id, source_name, source_sha256, mapping_sha256, period, run, reported_at, green_from, amber_from) VALUES (1, 'oct.xlsx', 'oct', '', '2026-10', 'run-oct', '2026-12-06T09:00:00+00:00', 1, 0.95);
INSERT INTO kpireport_figures VALUES (1, 'REV', '2026-09', '£', 980, 1000, NULL, NULL, 'at_risk', TRUE, 'Actuals!J2');
INSERT INTO kpireport_figures VALUES (2, 'REV', '2026-09', '£', 940, 1000, NULL, NULL, 'off_track', TRUE, 'Actuals!J2');
INSERT INTO kpireport_figures VALUES (3, 'REV', '2026-09', '£', 980, 1000, NULL, NULL, 'at_risk', TRUE, 'Actuals!J2');
