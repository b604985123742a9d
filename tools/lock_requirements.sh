#!/usr/bin/env bash
# Write requirements/*.txt from requirements/*.in: every version pinned, every file hashed, no address of any index.
# All files are resolved under one common set of versions, so that any of them install together. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/../requirements"
common=$(mktemp)
trap 'rm -f "$common"' EXIT
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate "$@"
}
compile --upgrade ./*.in --output-file "$common" >/dev/null
for wanted in *.in; do
    compile --generate-hashes --constraint "$common" "$wanted" --output-file "${wanted%.in}.txt" >/dev/null
    echo "requirements/${wanted%.in}.txt"
done
