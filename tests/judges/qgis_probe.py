"""Runs under Debian's own Python, where QGIS lives, one JSON document out.

`qgis_probe.py read FILE`, `edit FILE` or `features ADDRESS LAYER…`
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

LAYERS = ("hazards", "releases", "accidents", "finds", "tasks")


def read(path, layers):
    """Per layer: is it valid, how many features by either count, its CRS, its geometries and their area."""
    return {
        layer: _read(QgsVectorLayer(f"{path}|layername={layer}" if layer else path, layer or "it", "ogr"))
        for layer in layers
    }


def features(address, layers):
    """The same of the collections of an OGC API, fetched in pages of 50."""
    asked = {layer: f"url='{address}' typename='{layer}' pageSize='50'" for layer in layers}
    return {layer: _read(QgsVectorLayer(source, layer, "OAPIF")) for layer, source in asked.items()}


def _read(layer):
    features = list(layer.getFeatures())
    shapes = [feature.geometry() for feature in features]
    drawn = [shape for shape in shapes if not shape.isNull()]
    return {
        "valid": layer.isValid(),
        "feature_count": layer.featureCount(),
        "features": len(features),
        "crs": layer.crs().authid(),
        "type": layer.wkbType(),
        "without_geometry": len(shapes) - len(drawn),
        "invalid_geometries": sum(not shape.isGeosValid() for shape in drawn),
        "area_m2": sum(shape.area() for shape in drawn),
        "fields": [field.name() for field in layer.fields()],
        "extent": layer.extent().toString(3),
    }


def edit(path):
    """One edit session on `hazards`: an attribute, an outline, one feature added, one removed."""
    layer = QgsVectorLayer(f"{path}|layername=hazards", "hazards", "ogr")
    features = sorted(layer.getFeatures(), key=lambda feature: feature.id())
    renamed, redrawn, removed = features[0], features[1], features[2]
    assert layer.startEditing(), "QGIS cannot edit the layer"
    assert layer.changeAttributeValue(renamed.id(), layer.fields().indexOf("district"), "Edited in QGIS")
    grown = redrawn.geometry().buffer(25.0, 4)
    grown.convertToMultiType()
    assert layer.changeGeometry(redrawn.id(), grown)
    new = QgsFeature(layer.fields())
    box = removed.geometry().boundingBox()
    corners = [(box.xMaximum() + dx, box.yMaximum() + dy) for dx, dy in ((9000, 9000), (9100, 9000), (9100, 9100))]
    outline = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in corners]])
    outline.convertToMultiType()
    new.setGeometry(outline)
    new.setAttribute("id", "QGIS-1")
    new.setAttribute("status", "confirmed")
    new.setAttribute("happened_on", "2025-06-01")
    new.setAttribute("said_by", "somebody at a desk")
    assert layer.addFeature(new)
    assert layer.deleteFeature(removed.id())
    assert layer.commitChanges(), layer.commitErrors()
    return {"renamed": renamed.id(), "redrawn": redrawn.id(), "removed": removed.id(), "added_m2": outline.area()}


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    verb, path, *layers = sys.argv[1:]
    found = edit(path) if verb == "edit" else {"read": read, "features": features}[verb](path, layers or LAYERS)
    print(json.dumps(found))
    sys.stdout.flush()
    application.exitQgis()
    os._exit(0)  # QGIS takes its objects down in an order that can crash an interpreter on its way out


if __name__ == "__main__":
    main()
