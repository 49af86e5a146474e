#!/usr/bin/env bash
# Builds the page into dist/, unless nothing has changed since, and says how large its program is.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export PATH=$root/.cache/tools/bin:$PATH
stamp=$root/.cache/app.stamp

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# Everything that the page is made of: names and contents.
sources() {
    find Cargo.toml Cargo.lock Trunk.toml index.html rust-toolchain.toml core web public \
        -type f -not -path '*/target/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

bytes() { wc -c | awk '{ printf "%.0f KiB", $1 / 1024 }'; }

sizes() {
    local program
    program=$(ls dist/*_bg.wasm)
    say "program: $(bytes <"$program"), gzip $(gzip -9 <"$program" | bytes), brotli $(brotli_of "$program" | bytes)"
}

brotli_of() {
    node -e '
        const { readFileSync } = require("fs"), { brotliCompressSync } = require("zlib");
        process.stdout.write(brotliCompressSync(readFileSync(process.argv[1])));' "$1" 2>/dev/null ||
        brotli --stdout "$1"
}

now=$(sources)
if [ -f dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
    say "dist/ is up to date"
    exit 0
fi
say "building the page (the first time takes some minutes)"
trunk build --release
mkdir -p "$(dirname "$stamp")"
echo "$now" >"$stamp"
if command -v node >/dev/null || command -v brotli >/dev/null; then sizes; fi
