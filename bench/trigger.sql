-- As one writes it in SQL: each set in one statement. Without the grid of 0.1 mm overlay fails on the slivers that
-- cutting cut-outs leaves ("TopologyException: side location conflict").
CREATE FUNCTION book() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fresh geometry;
BEGIN
  SELECT ST_CollectionExtract(ST_Difference(NEW.geom, coalesce(ST_Union(geom, 0.0001), 'POLYGON EMPTY'), 0.0001), 3)
    INTO fresh FROM piece WHERE ST_Intersects(geom, NEW.geom);
  WITH cut AS (
    SELECT p.id, p.status, t.becomes, t.flow,
      ST_CollectionExtract(ST_Intersection(p.geom, NEW.geom, 0.0001), 3) AS part,
      ST_CollectionExtract(ST_Difference(p.geom, NEW.geom, 0.0001), 3) AS rest
    FROM piece p JOIN transition t ON t.kind = NEW.kind AND t.status = p.status
    WHERE t.becomes <> t.status AND ST_Intersects(p.geom, NEW.geom)
  ), gone AS (
    DELETE FROM piece USING cut WHERE piece.id = cut.id
  ), told AS (
    INSERT INTO posting
    SELECT NEW.number, flow, status, becomes, ST_Area(part) FROM cut WHERE NOT ST_IsEmpty(part)
    UNION ALL SELECT NEW.number, flow, status, becomes, ST_Area(fresh) FROM transition
      WHERE kind = NEW.kind AND status = 'unrecorded' AND NOT ST_IsEmpty(fresh)
  )
  INSERT INTO piece (status, geom)
  SELECT becomes, part FROM cut WHERE NOT ST_IsEmpty(part)
  UNION ALL SELECT status, rest FROM cut WHERE NOT ST_IsEmpty(rest)
  UNION ALL SELECT becomes, fresh FROM transition
    WHERE kind = NEW.kind AND status = 'unrecorded' AND NOT ST_IsEmpty(fresh);
  RETURN NULL;
END $$;
CREATE TRIGGER book AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION book();
