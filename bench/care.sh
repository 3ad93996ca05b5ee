#!/bin/sh
# Staging and canonical tables of the care project on a million synthetic contacts: time, processor time and memory, against the bars of
# 60 s and 4 GB on two cores; then the canonical tables again, as a day later. Linux.
#
#   bench/care.sh [CONTACTS-PER-DAY] [MEMORY-LIMIT]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
out=${BENCH_OUT:-$root/artifacts/bench}
per_day=${1:-2041}
memory=${2:-3GB}

dotnet publish "$root/src/CareTally.Cli" -c Release -o "$out/tally" -p:PublishReadyToRun=true --nologo -v quiet >&2
project=$out/care
rm -rf "$project"
mkdir -p "$project/tests"
cp -r "$root/models" "$root/macros" "$root/seeds" "$project"
cp -r "$root/tests/data" "$project/tests"
sed "s/contacts-per-day: 60/contacts-per-day: $per_day/" "$root/tally_project.yml" > "$project/tally_project.yml"
printf '\ntargets:\n  dev: {type: duckdb, path: caretally.duckdb, threads: 2, settings: {memory_limit: %s}}\ntarget: dev\n' "$memory" >> "$project/tally_project.yml"

cd "$project"
"$out/tally/tally" sample-data --days 490 --contacts-per-day "$per_day" --out target/sample
"$out/tally/tally" seed -q
timed() { echo "$1"; shift; /usr/bin/time -f '%e s, CPU %U + %S s, %M KB' "$@" | tail -1; }
timed "staging and canonical, all files" "$out/tally/tally" run --no-check -s models/staging models/canonical models/calendars
timed "canonical once more, in place" "$out/tally/tally" run --no-check -s models/canonical models/calendars
"$out/tally/tally" show --inline "select (select count(*) from interactions) as interactions, (select count(*) from interaction_events) as events, (select count(*) from case_status_history) as statuses"
