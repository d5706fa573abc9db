#!/usr/bin/env bash
# Compiles the SQLite that the native executable links in, libe_sqlite3.a: build/native.sh FOLDER
#
# SQLite up to 3.51.2 can corrupt a database in WAL mode when two connections write and checkpoint at the same instant, which several
# ifw processes on one telemetry file do. So the library is not the system's: the amalgamation comes from an npm package that carries it
# unchanged, pinned by version and checksum. It is fetched and compiled once; FOLDER is not committed.
set -euo pipefail

package=better-sqlite3
version=12.11.1
sha512=76af40b40a608393c616d0733c54819771d94231e893981a40233ace1d989346929830acd426e7548f3f1e001242434ab16169b1e20ef5b7a0e71c696216c87c

folder=${1:?usage: build/native.sh FOLDER}
library=$folder/libe_sqlite3.a
compiler=${CC:-cc}

flags=(
  -O2 -fPIC -DNDEBUG
  -DSQLITE_THREADSAFE=1                  # connections are pooled, and used by whatever thread is at hand
  -DSQLITE_DQS=0                         # "text" in double quotes is an identifier, never a string
  -DSQLITE_DEFAULT_FOREIGN_KEYS=1
  -DSQLITE_DEFAULT_MEMSTATUS=0
  -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
  -DSQLITE_MAX_EXPR_DEPTH=1000
  -DSQLITE_ENABLE_COLUMN_METADATA        # Microsoft.Data.Sqlite asks for it
  -DSQLITE_ENABLE_DBSTAT_VTAB
  -DSQLITE_ENABLE_FTS5
  -DSQLITE_ENABLE_MATH_FUNCTIONS
  -DSQLITE_ENABLE_PERCENTILE             # the report's p50 and p95
  -DSQLITE_ENABLE_RTREE
  -DSQLITE_ENABLE_SNAPSHOT
  -DSQLITE_ENABLE_STAT4
)

stamp=$folder/stamp
wanted="$package $version $sha512 $compiler ${flags[*]}"
if [[ -f $library && -f $stamp && $(<"$stamp") == "$wanted" ]]; then
  exit 0
fi

for tool in npm tar sha512sum ar "$compiler"; do
  if ! command -v "$tool" > /dev/null; then
    echo "SQLite can't be compiled: there is no '$tool'." >&2
    exit 3
  fi
done

mkdir -p "$folder"
# Two builds at once would write the same files.
exec 9> "$folder/lock"
if command -v flock > /dev/null; then flock 9; fi
work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

archive=$folder/$package-$version.tgz
if [[ ! -f $archive ]] || ! sha512sum --check --status <<< "$sha512  $archive"; then
  (cd "$work" && npm pack --silent "$package@$version" > /dev/null)
  mv "$work/$package-$version.tgz" "$archive"
fi
sha512sum --check --quiet <<< "$sha512  $archive"

tar -xzf "$archive" -C "$work" package/deps/sqlite3
"$compiler" "${flags[@]}" -c "$work/package/deps/sqlite3/sqlite3.c" -o "$work/sqlite3.o"
ar rcs "$work/libe_sqlite3.a" "$work/sqlite3.o"
mv "$work/libe_sqlite3.a" "$library"
printf '%s\n' "$wanted" > "$stamp"
