#!/bin/sh
# Builds this project up in three deliveries and once more from all of them, and compares the incremental tables row by row.
#
#   tests/projects/late_data/compare.sh [TALLY]
set -eu

tally=${1:-tally}
cd "$(dirname "$0")"

content() {
    for table in interactions interaction_segments interaction_events case_status_history surveys agent_states customer_parties customers; do
        "$tally" show --output json --inline "select '$table' as relation, count(*) as row_count, sum(hash(t)) as content from $table as t"
    done
}

rm -f caretally.duckdb
for until in "2026-04-10 00:00:00" "2026-05-05 00:00:00" "2026-05-31 00:00:00"; do
    "$tally" build -q --vars "{loaded_until: '$until'}"
done
content > "${TMPDIR:-/tmp}/late_data_steps.json"

rm -f caretally.duckdb
"$tally" build -q --vars "{loaded_until: '2026-05-31 00:00:00'}"
content > "${TMPDIR:-/tmp}/late_data_once.json"

diff "${TMPDIR:-/tmp}/late_data_steps.json" "${TMPDIR:-/tmp}/late_data_once.json"
