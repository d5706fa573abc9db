# Shared by csv.sh and parts.sh: publishes the program, and measures commands side by side in an empty root.
#   ROUNDS=5         rounds that count, after one that doesn't
#   CPUS=0           the processors to use, as taskset takes them; all by default
#   PIPELINES_EXE    the program, where it is published already
# Needs GNU time. Whoever sources this fills `sides`, the order, and `commands`, what each runs.
rounds=${ROUNDS:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ -z ${PIPELINES_EXE:-} ]]; then
  dotnet publish "$here/Pipelines" -c Release -v quiet -nologo -nodeReuse:false >&2
  PIPELINES_EXE=$here/../../artifacts/publish/Pipelines/release/pipelines
fi
PIPELINES_EXE=$(realpath "$PIPELINES_EXE")
pinned=()
[[ -z ${CPUS:-} ]] || pinned=(taskset -c "$CPUS")
declare -A commands
sides=()

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp "$here/../../metadata.yaml" "$root/"
cd "$root"

measure() { # side: appends seconds, processor seconds, kB
  # Without older files: one that takes another's place needs memory of its own for the cache, and one that is cut doesn't.
  find . -maxdepth 1 -name '*.jsonl' -delete
  rm -rf output
  command time -o "$1.time" -a -f '%e %U %S %M' "${pinned[@]}" bash -c "exec ${commands[$1]}"
}

play() { # all sides, in turns
  for ((round = 0; round <= rounds; round++)); do
    if ((round == 1)); then rm -f ./*.time; fi
    for side in "${sides[@]}"; do measure "$side"; done
  done
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }

table() { # records
  printf '%-8s %9s %9s %9s %12s %9s\n' "" "seconds" "cpu" "MB" "records/s" "x loop"
  for side in "${sides[@]}"; do
    local seconds ratio cpu memory
    seconds=$(cut -d' ' -f1 "$side.time" | median)
    ratio=$(paste -d' ' loop.time "$side.time" | awk '{ print $1 / $5 }' | median)
    cpu=$(awk '{ print $2 + $3 }' "$side.time" | median)
    memory=$(cut -d' ' -f4 "$side.time" | sort -n | tail -n 1)
    awk -v side="$side" -v s="$seconds" -v c="$cpu" -v m="$memory" -v n="$1" -v r="$ratio" \
      'BEGIN { printf "%-8s %9.2f %9.2f %9.1f %12.0f %9.2f\n", side, s, c, m / 1024, n / s, r }'
  done
}

machine() { printf '\n%d rounds, %s, %s CPUs, throughput as a multiple of the loop\n' "$rounds" "$(uname -srm)" "$("${pinned[@]}" nproc)"; }
