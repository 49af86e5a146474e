#!/usr/bin/env bash
# Builds the page if anything has changed, and serves it to this machine alone.
#
#   PORT=8081 scripts/run.sh    serves it on another port than 8080
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
server=$root/.cache/tools/serve

"$root/scripts/build.sh"
if [ ! "$server" -nt "$root/scripts/serve.rs" ]; then
    mkdir -p "$(dirname "$server")"
    rustc --edition 2024 -O -o "$server" "$root/scripts/serve.rs"
fi
exec "$server" "$root/dist" "${PORT:-8080}"
