#!/usr/bin/env bash
# run_suite.sh PYTHON FOLDER: run the tests of FOLDER, one after another; a folder without tests is said, not failed.
set -u
python=$1 folder=$2
if ! compgen -G "$folder/test_*.py" >/dev/null; then
    echo "$folder holds no tests yet: nothing was run."
    exit 0
fi
"$python" -m pytest -rs "$folder"
