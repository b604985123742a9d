#!/usr/bin/env bash
# PostgreSQL with PostGIS, for the comparison in make bench. Where it cannot be installed, the benchmark says so.
set -u
. "$(dirname "$0")/debian.sh"
install_from_debian postgresql postgresql-postgis
exit 0
