#!/bin/sh
# Times identity stitching on generated identities, with the tally given (default: the one on the PATH).
#
#   bench/identities.sh [--tally PATH] [--identities N]
#
#   --identities N   how many (5000000): telephone numbers, e-mail addresses and devices of half as many parties
set -eu

root=$(cd "$(dirname "$0")" && pwd)
tally=tally
identities=5000000
while [ $# -gt 0 ]; do
    case $1 in
        --tally) tally=$2; shift ;;
        --identities) identities=$2; shift ;;
        *) echo "identities.sh: unknown option $1; see the head of this file" >&2; exit 2 ;;
    esac
    shift
done

cd "$root/identities"
rm -f identities.duckdb
vars="{generated_identities: $identities}"
"$tally" seed -q -s source_systems identity_placeholders
"$tally" run -q -s stg_zendesk__identities --vars "$vars"
"$tally" run -s party_identities customer_parties customer_identities identity_hubs --vars "$vars"
