#!/usr/bin/env bash
# What the generator takes in the compiler itself, by the compiler's own clock (-reportanalyzer): tests/Benchmarks/compiler.sh [INTEGRATIONS] [BUILDS]
#
# The first build is that of a compiler that has just started, each later one of the same, which warms up. Beside them stand generators that
# only ask what any generator of this kind has to ask: which classes have the attribute, which members their records have, what the YAML says.
set -Eeuo pipefail

integrations=${1:-1000}
builds=${2:-8}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
project=$(mktemp -d)
trap '[[ ! -f $project/build.log ]] || tail -n 20 "$project/build.log" >&2' ERR
trap 'dotnet build-server shutdown --vbcscompiler > "$project/shutdown.log" 2>&1; rm -rf "$project"' EXIT

dotnet run -c Release --project "$repository/tests/Benchmarks/Generator" -- "$integrations" "$project"
dotnet build "$repository/tests/Benchmarks/Floor" -c Release -v quiet -nologo
floor=$repository/artifacts/bin/Floor/release/Floor.dll
cp "$repository/global.json" "$project/"
echo '<Project />' | tee "$project/Directory.Build.props" > "$project/Directory.Build.targets"
logging=$(sed -n 's/.*"Microsoft.Extensions.Logging.Abstractions" Version="\([^"]*\)".*/\1/p' "$repository/Directory.Packages.props")
cat > "$project/Many.csproj" << XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <ReportAnalyzer>true</ReportAnalyzer>
    <EnableNETAnalyzers>false</EnableNETAnalyzers>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="$logging" />
    <ProjectReference Include="$repository/src/Framework/IntegrationFramework.csproj" />
    <ProjectReference Include="$repository/src/Generators/IntegrationFramework.Generators.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" Condition="'\$(Floor)' == ''" />
    <Analyzer Include="$floor" Condition="'\$(Floor)' != ''" />
  </ItemGroup>
  <Import Project="$repository/src/Generators/build/IntegrationFramework.Generators.props" />
  <Import Project="$repository/src/Generators/build/IntegrationFramework.Generators.targets" />
</Project>
XML

build() { # generators of interest, properties…: one line of seconds per build
  local pattern=$1
  shift
  dotnet restore "$project" -v quiet -nologo "$@"
  dotnet build "$project" -c Release -v quiet -nologo --no-restore "$@" > "$project/build.log" # what it refers to is built
  dotnet build-server shutdown --vbcscompiler > "$project/shutdown.log" 2>&1
  for ((i = 1; i <= builds; i++)); do
    dotnet build "$project" -c Release -v detailed -nologo --no-restore --no-dependencies --no-incremental -p:UseSharedCompilation=true "$@" > "$project/build.log"
    printf '%-8s' "$i"
    sed -n -E "s/^ *<?([0-9.]+) +<?[0-9]+ +([A-Za-z.]*\.)?($pattern)( .*)?\$/\3 \1/p" "$project/build.log" | sort | awk '{ printf "  %s %s s", $1, $2 } END { print "" }'
  done
}

echo "generator, $integrations integrations, by build of one compiler's process:"
build IntegrationGenerator
echo "only asking:"
build '(Classes|Members|Texts)Generator' -p:Floor=true
printf '%s, %s CPUs\n' "$(uname -srm)" "$(nproc)"
