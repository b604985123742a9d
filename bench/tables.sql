-- The obvious land account in PostGIS: the present partition as a table of pieces, cut anew by every entry.
CREATE TABLE transition (
  kind text, status text, becomes text, flow text, PRIMARY KEY (kind, status));
CREATE TABLE piece (
  id bigserial PRIMARY KEY, status text NOT NULL, geom geometry NOT NULL);
CREATE INDEX ON piece USING gist (geom);
CREATE TABLE posting (
  entry int NOT NULL, flow text NOT NULL, before text NOT NULL, after text NOT NULL, m2 double precision NOT NULL);
CREATE TABLE entry (
  number int PRIMARY KEY, kind text NOT NULL, day date, said_by text, source_id text, body text, geom geometry NOT NULL);
