#!/usr/bin/env bash
# The outside programs that tests/judges asks. What cannot be installed is named; its tests are then skipped, with the reason.
set -u
. "$(dirname "$0")/debian.sh"
install_from_debian qgis-providers python3-qgis gdal-bin python3-gdal postgresql postgresql-postgis postgis

# The judges run under Debian's own Python, because QGIS and GDAL bring their modules for that one.
while IFS='|' read -r judge question; do
    bash -c "$question" >/dev/null 2>&1 </dev/null || echo "Not here: $judge. Tests that ask it are skipped."
done <<'JUDGES'
QGIS|/usr/bin/python3 -c 'import qgis.core'
GDAL|ogrinfo --version
validate_gpkg|/usr/bin/python3 -c 'import osgeo_utils.samples.validate_gpkg'
PostgreSQL|compgen -G '/usr/lib/postgresql/*/bin/postgres'
PostGIS|compgen -G '/usr/share/postgresql/*/extension/postgis.control'
JUDGES
exit 0
