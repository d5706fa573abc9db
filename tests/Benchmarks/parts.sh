#!/usr/bin/env bash
# CSV to JSON Lines with the same rows spread over more and more integrations, against a loop written by hand over the same files:
#   tests/Benchmarks/parts.sh [INTEGRATIONS…]         1, 10, 100 and 1000 by default
#   ROWS=1000000     rows in all; pipelines.sh has the rest
# Both sides work on as many files at once as there are processors.
set -euo pipefail

counts=("$@")
[[ ${#counts[@]} -gt 0 ]] || counts=(1 10 100 1000)
rows=${ROWS:-1000000}
source "$(dirname "${BASH_SOURCE[0]}")/pipelines.sh"

sides=(ifw loop)
for count in "${counts[@]}"; do
  "$PIPELINES_EXE" parts "$count" make "$rows"
  commands[ifw]="'$PIPELINES_EXE' parts $count run --parallel=$("${pinned[@]}" nproc) > ifw.log"
  commands[loop]="'$PIPELINES_EXE' parts $count loop"
  play
  "$PIPELINES_EXE" parts "$count" run --parallel > ifw.log
  for ((part = 1; part <= count; part++)); do cmp "$(printf 'part_%04d.jsonl' "$part")" "output/$(printf 'part_%04d.jsonl' "$part")"; done
  printf '\n%d rows in %d integrations\n' "$rows" "$count"
  table "$rows"
  rm -rf ./*.time ./part_* output telemetry.db*
done
machine
