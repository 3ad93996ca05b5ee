#!/bin/sh
# A million synthetic contacts: time and memory, against the bar of 60 s on two cores. Linux.
#
#   bench/sample.sh [CONTACTS-PER-DAY] [DAYS]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
out=${BENCH_OUT:-$root/artifacts/bench}
per_day=${1:-2041}
days=${2:-490}

dotnet publish "$root/src/CareTally.Cli" -c Release -o "$out/tally" -p:PublishReadyToRun=true --nologo -v quiet >&2
rm -rf "$out/sample"
/usr/bin/time -f '%e s, CPU %U s, %M KB' "$out/tally/tally" sample-data --days "$days" --contacts-per-day "$per_day" --out "$out/sample"
du -sh "$out/sample"
rm -rf "$out/sample"
