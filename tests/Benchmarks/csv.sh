#!/usr/bin/env bash
# CSV to JSON Lines through the three phases, with telemetry, against a loop written by hand and against other tools:
#   tests/Benchmarks/csv.sh [ROWS…]         10000, 1000000 and 10000000 by default
#
# The sides alternate within each round, so that whatever else the machine does meets them alike; the figures are medians, the memory
# is the most that a process had. Needs GNU time; tools that aren't installed are left out (apt install time miller csvkit sqlite3 python3).
#   ROUNDS=5         rounds that count, after one that doesn't
#   CPUS=0           the processors to use, as taskset takes them; all by default
#   TOOLS_UP_TO=1000000   with more rows than that, only the loop is compared
#   PIPELINES_EXE    the program, where it is published already
set -euo pipefail

sizes=("$@")
[[ ${#sizes[@]} -gt 0 ]] || sizes=(10000 1000000 10000000)
tools_up_to=${TOOLS_UP_TO:-1000000}
source "$(dirname "${BASH_SOURCE[0]}")/pipelines.sh"

cat > convert.py <<'PYTHON'
import csv, json, sys
with open("orders.csv", newline="", encoding="utf-8") as source, open("python.jsonl", "w", encoding="utf-8") as target:
    for row in csv.DictReader(source):
        row["Id"], row["Amount"], row["IsPaid"] = int(row["Id"]), float(row["Amount"]), row["IsPaid"] == "true"
        target.write(json.dumps(row, ensure_ascii=False) + "\n")
PYTHON
cat > convert.sql <<'SQL'
.import --csv orders.csv orders
SELECT json_object('id', CAST(Id AS INTEGER), 'customer', Customer, 'email', Email, 'amount', CAST(Amount AS REAL),
  'ordered_at', OrderedAt, 'is_paid', json(IsPaid), 'note', Note) FROM orders;
SQL

declare -A commands=(
  [ifw]="'$PIPELINES_EXE' run csv_to_jsonl > ifw.log"
  [loop]="'$PIPELINES_EXE' loop orders.csv loop.jsonl"
  [miller]="mlr --icsv --ojsonl cat orders.csv > miller.jsonl"
  [csvkit]="csvjson --stream --no-inference orders.csv > csvkit.jsonl"
  [sqlite3]="sqlite3 -init /dev/null :memory: < convert.sql > sqlite3.jsonl 2> sqlite3.log"
  [python]="python3 convert.py"
)
declare -A programs=([miller]=mlr [csvkit]=csvjson [sqlite3]=sqlite3 [python]=python3)

for size in "${sizes[@]}"; do
  "$PIPELINES_EXE" make "$size" orders.csv
  sides=(ifw loop)
  if ((size <= tools_up_to)); then
    for tool in miller csvkit sqlite3 python; do
      if command -v "${programs[$tool]}" > /dev/null; then sides+=("$tool"); fi
    done
  fi

  play
  "$PIPELINES_EXE" run csv_to_jsonl > ifw.log
  "$PIPELINES_EXE" loop orders.csv loop.jsonl
  cmp loop.jsonl output/orders.jsonl

  printf '\n%d rows, %d MB of CSV, %d MB of JSON Lines\n' "$size" "$(($(stat -c %s orders.csv) / 1000000))" "$(($(stat -c %s loop.jsonl) / 1000000))"
  table "$size"
  rm -f ./*.time ./*.jsonl output/*
done
machine
