using IntegrationFramework.Generators.Parsing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IntegrationFramework.Generators;

/// <summary>The MSBuild properties that the generator reads; the .props file makes them visible.</summary>
/// <param name="IsHost">Whether this project emits the union of all registries.</param>
/// <param name="RootNamespace">The project's root namespace, or an empty text.</param>
/// <param name="ProjectDirectory">The project's folder, as the folders of classes are written, or an empty text.</param>
internal sealed record GeneratorOptions(bool IsHost, string RootNamespace, string ProjectDirectory)
{
    public const string HostProperty = "IfwHost";
    public const string RootNamespaceProperty = "RootNamespace";
    public const string ProjectDirectoryProperty = "ProjectDir";
    public const string KindMetadata = "IfwKind";

    public static GeneratorOptions Read(AnalyzerConfigOptions options) => new(
        string.Equals(Property(options, HostProperty), "true", StringComparison.OrdinalIgnoreCase),
        Property(options, RootNamespaceProperty),
        IntegrationParser.DirectoryOf(Property(options, ProjectDirectoryProperty).TrimEnd('/', '\\') + "/"));

    public static string Kind(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_metadata.AdditionalFiles." + KindMetadata, out var kind) ? kind : "";

    private static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out var value) ? value : "";
}
