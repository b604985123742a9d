#!/usr/bin/env bash
# The outside programs that tests/judges asks. What cannot be installed is named; its tests are then skipped, with the reason.
set -u
. "$(dirname "$0")/debian.sh"
install_from_debian qgis-providers python3-qgis gdal-bin python3-gdal postgresql postgresql-postgis postgis
install_from_debian chromium geographiclib-tools # the room in a browser; grid references

# axe-core comes with what the islands are built from.
[ -f web/node_modules/axe-core/axe.min.js ] || ! command -v npm >/dev/null ||
    npm --prefix web ci --ignore-scripts --no-audit --no-fund --silent </dev/null >/dev/null 2>&1 ||
    echo "Skipped: npm could not install axe-core."

# A judge from the Python package index in an environment of its own, because it wants other versions than we do.
judge() {
    local name=$1 folder=.venv/judges/$1
    shift
    [ -f "$folder/.has-$*" ] && return 0
    echo "Installing for the judge $name: $* ..."
    { .venv/bin/python -m venv "$folder" && "$folder/bin/python" -m pip --quiet --disable-pip-version-check install "$@"; } \
        </dev/null >/dev/null 2>&1 && touch "$folder/.has-$*" && return 0
    echo "Skipped: pip could not install $*."
}
judge ogc ogctests==0.1.15

# The judges run under Debian's own Python, because QGIS and GDAL bring their modules for that one.
while IFS='|' read -r judge question; do
    bash -c "$question" >/dev/null 2>&1 </dev/null || echo "Not here: $judge. Tests that ask it are skipped."
done <<'JUDGES'
QGIS|/usr/bin/python3 -c 'import qgis.core'
GDAL|ogrinfo --version
validate_gpkg|/usr/bin/python3 -c 'import osgeo_utils.samples.validate_gpkg'
OGC tests|.venv/judges/ogc/bin/python -c 'import ogctests'
schemathesis|.venv/bin/python -c 'import schemathesis'
OWSLib|.venv/bin/python -c 'import owslib'
Chromium|[ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ]
playwright|.venv/bin/python -c 'import playwright'
axe-core|[ -f web/node_modules/axe-core/axe.min.js ]
the built map|[ -f src/tilth/web/static/built/manifest.json ]
GeographicLib|GeoConvert --version
PostgreSQL|compgen -G '/usr/lib/postgresql/*/bin/postgres'
PostGIS|compgen -G '/usr/share/postgresql/*/extension/postgis.control'
JUDGES
exit 0
