#!/usr/bin/env bash
# Fuzzes the readers and the evaluator for a bounded time, from the cases of the corpus.
#
#   scripts/fuzz.sh              20 seconds for each target, the same way each time: a test
#   scripts/fuzz.sh SECONDS      another way each time: a hunt
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
seconds=${1:-20}
seed=${1:+$RANDOM}
corpus=$root/.cache/fuzz
found=$root/tests/fuzz/found

python3 tests/fuzz/seeds.py "$corpus"
for target in sql script project; do
    mkdir -p "$found/$target"
    printf '\033[1mfuzzing %s for %s s\033[0m\n' "$target" "$seconds" >&2
    # Without a sanitizer no nightly compiler is needed: there is no unsafe code of ours to watch.
    cargo fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz --sanitizer none "$target" "$corpus/$target" "$found/$target" -- \
        -seed="${seed:-1}" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
        -artifact_prefix="$found/$target/" -verbosity=0 -print_funcs=0 -print_final_stats=1
done
