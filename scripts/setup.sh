#!/usr/bin/env bash
# Installs what is missing to build the app or to run the tests, and says what it does.
#
#   scripts/setup.sh app      the wasm target, trunk, wasm-bindgen
#   scripts/setup.sh tests    that, and nextest, a fuzzer, Python with real Alembic, PostgreSQL, a browser
#
# Tools of our own go to .cache/, which git ignores. Only Debian's packages need root.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.cache/tools
export PATH=$tools/bin:$PATH

wasm_bindgen_version=0.2.130
trunk_version=0.21.14
playwright_version=1.65.1
fuzz_version=0.13.2

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

wasm_target() {
    rustup target list --installed | grep -qx wasm32-unknown-unknown && return
    say "adding the wasm32 target to the Rust toolchain"
    rustup target add wasm32-unknown-unknown
}

# cargo_tool PROGRAM VERSION CARGO-INSTALL-ARGUMENTS...
cargo_tool() {
    local program=$1 version=$2
    shift 2
    if "$program" --version 2>/dev/null | grep -qF " $version"; then return; fi
    say "building $program $version (once; some minutes)"
    cargo install --quiet --root "$tools" --version "$version" "$@"
}

# debian COMMAND PACKAGES...: the packages are needed if the command is not there.
debian() {
    local command=$1
    shift
    if [ -x "$command" ] || command -v "$command" >/dev/null; then return; fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "please install as root: apt-get install $*"
            exit 1
        fi
        as_root=(sudo -n)
    fi
    say "installing $*"
    if [ -z "${apt_is_fresh:-}" ]; then
        "${as_root[@]}" apt-get update -q >&2
        apt_is_fresh=yes
    fi
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qy --no-install-recommends "$@" >&2
}

# The version of the newest PostgreSQL server on this machine has its programs here.
postgresql() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
    debian /nonexistent postgresql
}

python_packages() {
    debian python3 python3 python3-venv
    local venv=$root/.cache/venv wanted=$root/tests/oracle/requirements.txt
    cmp -s "$wanted" "$venv/installed.txt" && return
    say "installing real Alembic and SQLAlchemy for the oracles"
    python3 -m venv "$venv" || { debian /nonexistent python3-venv && python3 -m venv "$venv"; }
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$venv/installed.txt"
}

browser() {
    debian chromium chromium
    debian node nodejs npm
    local node=$root/.cache/node
    [ "$(cat "$node/installed" 2>/dev/null)" = "$playwright_version" ] && return
    say "installing playwright-core $playwright_version for the browser tests"
    mkdir -p "$node"
    npm install --silent --no-audit --no-fund --no-save --prefix "$node" "playwright-core@$playwright_version"
    echo "$playwright_version" >"$node/installed"
}

app() {
    debian cc gcc libc6-dev
    wasm_target
    cargo_tool wasm-bindgen "$wasm_bindgen_version" wasm-bindgen-cli
    cargo_tool trunk "$trunk_version" trunk --locked --no-default-features --features rustls
}

tests() {
    app
    rustup component list --installed | grep -q '^clippy' || rustup component add clippy rustfmt
    if ! cargo nextest --version >/dev/null 2>&1; then
        say "building cargo-nextest (once; some minutes)"
        cargo install --quiet --root "$tools" cargo-nextest --locked
    fi
    postgresql
    python_packages
    browser
    # The fuzzer itself is C++.
    debian c++ g++
    cargo_tool cargo-fuzz "$fuzz_version" cargo-fuzz --locked
}

case ${1:-} in
app | tests) "$1" ;;
*) say "usage: scripts/setup.sh app|tests" && exit 2 ;;
esac
