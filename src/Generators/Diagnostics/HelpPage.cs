using System.Reflection;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>Where the page that documents a rule is found.</summary>
internal static class HelpPage
{
    private const string Folder = "docs/diagnostics/";

    // Written by the build, from the 'repository' of the root's metadata.yaml; a project that doesn't say where it lives has none.
    private static readonly string? Repository = typeof(HelpPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "IfwRepositoryUrl")?.Value;

    /// <summary>The page by its path in the repository, for those who have no link to follow.</summary>
    public static string Description(string id) => $"{Folder}{id}.md in the framework's repository tells more, with an example.";

    /// <summary>The page's address, or nothing where the repository's isn't known: a guessed one would lead nowhere.</summary>
    public static string? Link(string id) => Repository is null ? null : $"{Repository.TrimEnd('/')}/blob/main/{Folder}{id}.md";
}
