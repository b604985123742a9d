"""Runs under Debian's own Python with its GDAL: rows and area in the frame by status, over all layers of a file."""

import json
import sys

from osgeo import gdal, ogr, osr

gdal.UseExceptions()


def main(path):
    frame = osr.SpatialReference()
    frame.ImportFromEPSG(6933)
    found = {}
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    for number in range(source.GetLayerCount()):
        layer = source.GetLayer(number)
        if layer.GetLayerDefn().GetFieldIndex("status") < 0:
            continue
        for feature in layer:
            shape, status = feature.GetGeometryRef(), feature.GetField("status")
            row = found.setdefault(status or "", {"rows": 0, "m2": 0.0})
            row["rows"] += 1
            if shape is not None and shape.GetDimension() == 2:
                stated = shape.GetSpatialReference()
                stated.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
                copy = ogr.CreateGeometryFromWkb(bytes(shape.ExportToWkb()))
                copy.Transform(osr.CoordinateTransformation(stated, frame))
                row["m2"] += copy.GetArea()
    print(json.dumps(found))


main(sys.argv[1])
