#!/usr/bin/env bash
# Accounts of so many MB by Salesforce's Bulk API, through a native host and over a slow line, and the memory that this takes:
#   tests/Benchmarks/upload.sh [MEGABYTES…]         10 and 100 by default
#
# Salesforce is tests/FakeServices, a process of its own. 100 MB take much longer than http.timeout (5 s) and http.total_timeout (10 s), and may
# neither be given up nor repeated; every row has to be there once. Needs GNU time and curl.
#   BYTES_PER_SECOND=5000000    what the line lets through
#   BYTES_PER_ROW=980           of each account's description: short ones make many rows of the same size
#   PIPELINES_EXE               the program, where it is published already
set -euo pipefail

sizes=("$@")
[[ ${#sizes[@]} -gt 0 ]] || sizes=(10 100)
speed=${BYTES_PER_SECOND:-5000000}
bytes=${BYTES_PER_ROW:-980}
source "$(dirname "${BASH_SOURCE[0]}")/pipelines.sh"
dotnet build "$here/../FakeServices" -c Release -v quiet -nologo -nodeReuse:false >&2

for size in "${sizes[@]}"; do
  # A server for each, so that it has room.
  rm -f fake.log
  "$here/../../artifacts/bin/FakeServices/release/FakeServices" --port 0 --https-port 0 --slow-line "$speed" > fake.log < /dev/null &
  fake=$!
  trap 'kill "$fake" 2> /dev/null || true; rm -rf "$root"' EXIT
  until grep -qs ^SLOW_LINE= fake.log; do sleep 0.1; done
  key() { sed -n "s/^$1=//p" fake.log; }
  url=$(grep -o -m 1 'http://127.0.0.1:[0-9]*' fake.log | head -n 1)
  token=$(curl -s "$url/services/oauth2/token" -d grant_type=client_credentials -d "client_id=$(key SALESFORCE_CLIENT_ID)" -d "client_secret=$(key SALESFORCE_CLIENT_SECRET)" |
    sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/')
  count() { curl -sG "$url/services/data/v62.0/query" -H "Authorization: Bearer $token" --data-urlencode 'q=SELECT count() FROM Account' | sed 's/.*"totalSize" *: *\([0-9]*\).*/\1/'; }

  rows=$((size * 1000000 / (bytes + 20)))
  before=$(count)
  rm -rf output telemetry.db*
  SALESFORCE_INSTANCE_URL=$(key SLOW_LINE) SALESFORCE_ACCESS_TOKEN=$token command time -o upload.time -f '%e %M' \
    "$PIPELINES_EXE" run bulk_upload --set "bulk_upload.settings.rows=$rows" --set "bulk_upload.settings.bytes_per_row=$bytes" > ifw.log 2>&1 || { cat ifw.log; exit 1; }
  uploads=$(curl -sG "$url/_requests" --data-urlencode 'path=*/batches' | grep -o '"method"' | wc -l)
  sent=$(curl -sG "$url/_requests" --data-urlencode 'path=*/batches' | sed 's/.*"body_length" *: *\([0-9]*\).*/\1/')
  read -r seconds memory < upload.time
  printf '%d MB, %d rows: %.1f s, %.1f MB of memory, %d bytes in %d upload, %d rows there\n' \
    "$size" "$rows" "$seconds" "$((memory / 1024))" "$sent" "$uploads" "$(($(count) - before))"
  [[ $(($(count) - before)) == "$rows" && $uploads == 1 ]] || { echo 'Not every row is there once.' >&2; exit 1; }
  kill "$fake"
  wait "$fake" 2> /dev/null || true
done
printf '\n%s, %s CPUs, %d bytes a second\n' "$(uname -srm)" "$(nproc)" "$speed"
