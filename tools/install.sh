#!/usr/bin/env bash
# install.sh PYTHON VENV NAME...: make VENV if there is none and install requirements/NAME.txt into it, hashes checked.
# With "build" among the names, tilth itself is installed too, so that the command `tilth` runs this checkout.
set -eu
python=$1 venv=$2
shift 2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "tilth needs Python 3.11 or later, and '$python' is not. Name another one: make PYTHON=python3.12 ..." >&2
    exit 1
}
if ! [ -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Setting up $venv (once) ..."
    "$python" -m venv "$venv" >/dev/null 2>&1 || {
        rm -rf "$venv"
        echo "Python cannot make a virtual environment here. On Debian, install python3-venv: apt install python3-venv" >&2
        exit 1
    }
fi
pip() { "$venv/bin/python" -m pip --quiet --quiet --disable-pip-version-check --no-input "$@"; }
files=()
for name in "$@"; do files+=(--requirement "requirements/$name.txt"); done
echo "Installing $* (pinned, hashes checked) ..."
pip install --require-hashes "${files[@]}"
case " $* " in *" build "*) pip install --no-deps --no-build-isolation --editable . ;; esac
case " $* " in *" build "*)
    [ -f src/tilth/web/static/built/manifest.json ] ||
        echo "The map of the operations room was not built: it needs Node.js 20.19 or later with npm. Everything else works." ;;
esac
