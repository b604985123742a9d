-- A tilth programme: a GeoPackage 1.2 whose one table of truth is tilth_journal; all else can be made from it.
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));

CREATE TABLE tilth_journal (
  number INTEGER PRIMARY KEY NOT NULL, format INTEGER NOT NULL, kind TEXT NOT NULL, happened_on TEXT,
  counts_on TEXT NOT NULL, recorded_at TEXT NOT NULL, author TEXT NOT NULL, said_by TEXT NOT NULL, source_id TEXT,
  amends INTEGER, batch INTEGER, source_row INTEGER, identity BLOB, body TEXT NOT NULL, geometry BLOB, land BLOB,
  digest BLOB NOT NULL);
CREATE INDEX tilth_by_identity ON tilth_journal (identity) WHERE identity IS NOT NULL;
CREATE INDEX tilth_by_source_id ON tilth_journal (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX tilth_without_geometry ON tilth_journal (kind) WHERE geometry IS NULL;
CREATE INDEX tilth_by_amends ON tilth_journal (amends) WHERE amends IS NOT NULL;
CREATE TRIGGER tilth_never_changed BEFORE UPDATE ON tilth_journal
  BEGIN SELECT RAISE(ABORT, 'entries are never changed: mend one with tilth amend'); END;
CREATE TRIGGER tilth_never_removed BEFORE DELETE ON tilth_journal
  BEGIN SELECT RAISE(ABORT, 'entries are never removed: take one back with tilth withdraw'); END;
CREATE VIRTUAL TABLE tilth_land_index USING rtree (number, min_x, max_x, min_y, max_y);

CREATE TABLE tilth_fold (
  last_entry INTEGER PRIMARY KEY NOT NULL, first_entry INTEGER NOT NULL, head BLOB NOT NULL, version INTEGER NOT NULL,
  level INTEGER NOT NULL, entries BLOB NOT NULL, nodes BLOB NOT NULL, faces BLOB NOT NULL);
CREATE TABLE tilth_state (key TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL);
INSERT INTO tilth_state VALUES ('writing', 0);
CREATE TABLE outside_edits (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, layer TEXT NOT NULL, row INTEGER NOT NULL, UNIQUE (layer, row));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES
  ('tilth_journal', 'attributes', 'tilth_journal', 'every entry, sealed; never edit it'),
  ('outside_edits', 'attributes', 'outside_edits', 'rows of layers that another program changed; not booked yet');
