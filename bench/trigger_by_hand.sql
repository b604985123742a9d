-- Tuned by hand: piece by piece, without a union. The grid of 0.1 mm is needed here too.
CREATE FUNCTION book() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fresh geometry := NEW.geom;
  here record;
  part geometry;
BEGIN
  FOR here IN
    SELECT p.id, p.status, p.geom, t.becomes, t.flow
    FROM piece p JOIN transition t ON t.kind = NEW.kind AND t.status = p.status
    WHERE p.geom && NEW.geom AND ST_Intersects(p.geom, NEW.geom)
  LOOP
    fresh := ST_CollectionExtract(ST_Difference(fresh, here.geom, 0.0001), 3);
    CONTINUE WHEN here.becomes = here.status;
    part := ST_CollectionExtract(ST_Intersection(here.geom, NEW.geom, 0.0001), 3);
    CONTINUE WHEN ST_IsEmpty(part);
    INSERT INTO posting VALUES (NEW.number, here.flow, here.status, here.becomes, ST_Area(part));
    INSERT INTO piece (status, geom) VALUES (here.becomes, part);
    part := ST_CollectionExtract(ST_Difference(here.geom, NEW.geom, 0.0001), 3);
    IF ST_IsEmpty(part) THEN
      DELETE FROM piece WHERE id = here.id;
    ELSE
      UPDATE piece SET geom = part WHERE id = here.id;
    END IF;
  END LOOP;
  IF NOT ST_IsEmpty(fresh) THEN
    INSERT INTO posting
      SELECT NEW.number, t.flow, t.status, t.becomes, ST_Area(fresh)
      FROM transition t WHERE t.kind = NEW.kind AND t.status = 'unrecorded';
    INSERT INTO piece (status, geom)
      SELECT t.becomes, fresh FROM transition t WHERE t.kind = NEW.kind AND t.status = 'unrecorded';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER book AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION book();
