#!/bin/sh
# Publishes tally and the benchmark program, then times an incremental append of 1 % against the raw statement. Needs what
# run.sh needs, and 7 MB of disk for each million rows.
#
#   bench/append.sh [--rows N] [--runs N]
#
#   --rows N   rows that are there before (10000000; at most 50000000)
#   --runs N   timed runs after one warm-up (5)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
out=${BENCH_OUT:-$root/artifacts/bench}

publish() {
    dotnet publish "$root/$1" -c Release -o "$out/$2" -p:PublishReadyToRun=true --nologo -v quiet >&2
}

publish src/CareTally.Cli tally
publish bench/CareTally.Bench bench
mkdir -p "$out/append"
"$out/bench/caretally-bench" append --tally "$out/tally/tally" --out "$out/append" "$@" | tee "$out/append.md"
