# Sourced by the other scripts here: install_from_debian PACKAGE... installs what is missing, or says why it cannot.
install_from_debian() {
    local missing=() package
    if ! command -v apt-get >/dev/null; then
        echo "Skipped: this is not Debian (no apt-get), so these were not installed: $*"
        return 0
    fi
    for package in "$@"; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "Skipped: only root may install Debian packages. To have them: sudo apt-get install ${missing[*]}"
        return 0
    fi
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing from Debian: ${missing[*]} ..."
    { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } </dev/null >"$apt_log" 2>&1 && return 0
    echo "Skipped: apt-get could not install ${missing[*]}. Its last words:"
    tail -n 3 "$apt_log"
}
apt_log=$(mktemp)
trap 'rm -f "$apt_log"' EXIT
