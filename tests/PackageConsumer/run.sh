#!/usr/bin/env bash
# Packs the framework and its generator, packs an integration and a sink that are compiled against the packages, and runs it in a host that knows
# only packages. Then spoils the integration's YAML, and expects the build to fail at its line and column.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
feed=$work/feed
version=0.0.0-consumer
mkdir -p "$feed" "$work/site"
cp -r "$here" "$work/consumer"
rm -rf "$work"/consumer/*/{bin,obj}
cd "$work/consumer"

# Packages of this build must not stay among the user's; those that are there already need not be fetched again.
common=(-nodeReuse:false -v quiet -nologo -p:RestorePackagesPath="$work/packages" "-p:RestoreAdditionalProjectSources=$feed" -p:IfwPackages=$version
  "-p:RestoreFallbackFolders=${NUGET_PACKAGES:-$HOME/.nuget/packages}")
pack=(dotnet pack -nodeReuse:false -v quiet -nologo -c Release -p:Version=$version -o "$feed")
"${pack[@]}" "$repository/src/Framework"
"${pack[@]}" "$repository/src/Generators"
dotnet pack Shop -c Release -p:Version=$version -o "$feed" "${common[@]}"

# The build finds a root, as a user's has one, and leaves the host alone: it isn't the ifw command line, and would deliver.
mkdir integrations
touch metadata.yaml
dotnet build Host "${common[@]}"
if [ -n "$(find . -name telemetry.db -o -name output)" ]; then
  echo "building the host ran it" >&2
  exit 1
fi
dotnet exec Host/bin/Debug/net10.0/Host.dll "$work/site"
grep -F '{"text":"Hello from a package"}' "$work/site/output/greeting.jsonl"

# The package's own sink has it too.
grep -F '{"text":"Hello from a package"}' "$work/site/output/notebook.txt"
grep -F 'greeting.notebook.' "$work/site/output/notebook.txt"

sed -i 's/message:/mesage:/' Shop/greeting/config.yaml
if dotnet build Shop "${common[@]}" >"$work/log"; then
  echo "a misspelled key did not fail the build" >&2
  exit 1
fi
grep -F "config.yaml(5,3): error IFW0102: unknown key 'mesage'" "$work/log" | head -n 1 || { cat "$work/log" >&2; exit 1; }
echo "1 package consumed"
