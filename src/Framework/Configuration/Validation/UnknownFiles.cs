using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>YAML under the root's <c>integrations/</c> that looks as if it were meant for an integration, and that none reads.</summary>
internal static class UnknownFiles
{
    private const int MostLettersWrong = 2;

    private static readonly string[] Known = ["config.yaml", "metadata.yaml"];

    /// <summary>Finds it.</summary>
    /// <param name="files">The root's files.</param>
    /// <param name="integrations">All integrations.</param>
    public static IEnumerable<ConfigDiagnostic> Find(IntegrationFiles files, IEnumerable<IntegrationDescriptor> integrations)
    {
        var folders = integrations.Select(static descriptor => descriptor.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in files.Folders.Order(StringComparer.Ordinal))
        {
            if (folders.Contains(folder))
            {
                foreach (var name in Names(files, folder))
                {
                    if (Meant(name) is { } meant && meant != name)
                    {
                        yield return Stray(IntegrationFiles.Shown(folder, name), $"no integration reads a file of this name; did you mean '{meant}'?");
                    }
                }
            }
            else if (Names(files, folder).Any(static name => Meant(name) is not null))
            {
                yield return Stray(IntegrationFiles.Shown(folder), $"no integration has this folder{Suggestion.Hint(folder, folders)}");
            }
        }
    }

    // What can't be listed can't be judged, and what is needed of it is read all the same.
    private static IReadOnlyList<string> Names(IntegrationFiles files, string folder)
    {
        try
        {
            return files.FilesIn(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The name that a file was probably meant to have; <see langword="null"/> where it is something else.</summary>
    private static string? Meant(string name)
    {
        var extension = Path.GetExtension(name);
        if (!extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase) && !extension.Equals(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return name.StartsWith("config.", StringComparison.OrdinalIgnoreCase)
            ? $"config{Path.GetFileNameWithoutExtension(name)["config".Length..]}.yaml"
            : Suggestion.Closest(name, Known, MostLettersWrong);
    }

    private static ConfigDiagnostic Stray(string file, string message) => new(RuleIds.StrayFile, ConfigSeverity.Warning, file, 0, 0, 1, 1, message);
}
