#!/usr/bin/env bash
# Cold-process start-up of ifw against a bare NativeAOT hello world: tests/Benchmarks/startup.sh [ROUNDS]
#
# The sides alternate within each round, so that whatever else the machine does meets them alike; the figures are medians.
# Publishes both programs first; IFW_EXE and HELLO_EXE name files that are there already.
set -euo pipefail

rounds=${1:-100}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

publish() {
  dotnet publish "$1" -c Release -v quiet -nologo -nodeReuse:false >&2
}
if [[ -z ${IFW_EXE:-} ]]; then
  publish "$repository/src/Cli"
  IFW_EXE=$repository/artifacts/publish/IntegrationFramework.Cli/release/ifw
fi
if [[ -z ${HELLO_EXE:-} ]]; then
  publish "$here/Hello"
  HELLO_EXE=$repository/artifacts/publish/Hello/release/Hello
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp "$repository/metadata.yaml" "$root/"
for folder in "$repository"/integrations/*/; do
  name=$(basename "$folder")
  if [[ -f $folder/config.yaml ]]; then
    mkdir -p "$root/integrations/$name"
    cp "$folder"/*.yaml "$root/integrations/$name/"
  fi
done
mkdir -p "$root/integrations" "$root/cache"

measure() { # file, command…: appends microseconds
  local file=$1 before after
  shift
  before=${EPOCHREALTIME/./}
  "$@" > /dev/null
  after=${EPOCHREALTIME/./}
  echo $((after - before)) >> "$file"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.2f", (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) / 1000 }'; }

cd "$root"
sides=(hello version list)
for ((round = -3; round < rounds; round++)); do
  if ((round == 0)); then rm -f "${sides[@]/#/$root/.}"; fi # the first rounds warm the caches
  measure "$root/.hello" "$HELLO_EXE"
  measure "$root/.version" "$IFW_EXE" --version
  measure "$root/.list" "$IFW_EXE" list
done

hello=$(median "$root/.hello")
printf '%-14s %9s %8s\n' "" "median ms" "x bare"
for side in "${sides[@]}"; do
  label=$side
  [[ $side == hello ]] && label="bare hello"
  [[ $side == version ]] && label="ifw --version"
  [[ $side == list ]] && label="ifw list"
  value=$(median "$root/.$side")
  printf '%-14s %9s %8s\n' "$label" "$value" "$(awk -v a="$value" -v b="$hello" 'BEGIN { printf "%.2f", a / b }')"
done
printf '%d rounds, %s, %s\n' "$rounds" "$(uname -srm)" "$(nproc) CPUs"
