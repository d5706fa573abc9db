using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.Selection;

/// <summary>An integration that was selected, with what the selection looked at.</summary>
/// <param name="Descriptor">The integration.</param>
/// <param name="Metadata">Its metadata: the root's, else the compiled-in.</param>
/// <param name="LastUpdated">What metadata.yaml says, else the time of the newest file in its folder.</param>
internal sealed record Selected(IntegrationDescriptor Descriptor, IntegrationMetadata Metadata, DateOnly? LastUpdated)
{
    /// <summary>The integrations of a registry that the filters select, in the order of their names.</summary>
    /// <param name="integrations">The integrations.</param>
    /// <param name="filters">What they have to be like.</param>
    /// <param name="root">The folder to work in.</param>
    /// <param name="onError">Is told of a metadata.yaml that can't be read: what was compiled in takes its place.</param>
    public static List<Selected> From(
        IEnumerable<IntegrationDescriptor> integrations, SelectionFilters filters, string root, Action<ConfigDiagnostic> onError)
    {
        var loader = new ConfigurationLoader(new ConfigurationSources { Root = root });
        var selected = new List<Selected>();
        foreach (var descriptor in integrations)
        {
            var metadata = loader.LoadMetadata(descriptor, onError);
            var lastUpdated = metadata.LastUpdated ?? NewestFile(Path.Combine(root, "integrations", descriptor.Folder));
            if (filters.Select(descriptor.Name, metadata, lastUpdated))
            {
                selected.Add(new Selected(descriptor, metadata, lastUpdated));
            }
        }

        return selected;
    }

    private static DateOnly? NewestFile(string folder)
    {
        DateTime? newest = null;
        if (Directory.Exists(folder))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            {
                newest = newest is null || file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest;
            }
        }

        return newest is { } time ? DateOnly.FromDateTime(time) : null;
    }
}
