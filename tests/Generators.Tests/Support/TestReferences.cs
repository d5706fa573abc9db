using Microsoft.CodeAnalysis;

namespace Generators.Tests.Support;

/// <summary>The assemblies that a project of integrations references.</summary>
internal static class TestReferences
{
    /// <summary>The runtime's and the framework's; not the generator's own, which holds the shared rules a second time.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || name is "IntegrationFramework.dll" or "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
