#!/usr/bin/env bash
# Parses and renders ten templates; time and memory of each. About five minutes. --filter '*Parse*' and other options are BenchmarkDotNet's.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run --project bench/CareTally.Bench.Templates --configuration Release -- --artifacts "${BENCH_OUT:-artifacts/bench}/templates" "$@"
