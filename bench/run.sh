#!/bin/sh
# Publishes tally and the benchmark program, then prints the table of bars. Needs the .NET SDK, Node.js (for the
# native DuckDB library, as every build does) and Linux.
#
#   bench/run.sh [--runs N] [--large [MODELS]] [--fresh]
#
#   --runs N          timed runs of each command after one warm-up (5)
#   --large [MODELS]  also a project of this many models (10000)
#   --fresh           generate the synthetic projects anew
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
out=${BENCH_OUT:-$root/artifacts/bench}
runs=5
large=
while [ $# -gt 0 ]; do
    case $1 in
        --runs)
            [ $# -ge 2 ] || { echo "run.sh: --runs needs a number" >&2; exit 2; }
            runs=$2
            shift
            ;;
        --large)
            large=10000
            case ${2:-} in
                [0-9]*) large=$2; shift ;;
            esac
            ;;
        --fresh) rm -rf "$out/projects" ;;
        *) echo "run.sh: unknown option $1; see the head of this file" >&2; exit 2 ;;
    esac
    shift
done

publish() {
    dotnet publish "$root/$1" -c Release -o "$out/$2" -p:PublishReadyToRun=true --nologo -v quiet >&2
}

publish src/CareTally.Cli tally
publish bench/CareTally.Bench bench
mkdir -p "$out/projects"
"$out/bench/caretally-bench" measure --tally "$out/tally/tally" --projects "$out/projects" --runs "$runs" ${large:+--large "$large"} > "$out/results.md"
cat "$out/results.md"
