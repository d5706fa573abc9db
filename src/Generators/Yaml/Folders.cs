using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>The YAML files of one folder.</summary>
internal sealed record Folder(string Directory, EquatableArray<AdditionalFile> Files)
{
    /// <summary>The folder's own name, which is the integration's unless its config.yaml gives another.</summary>
    public string Name => NameOf(Directory);

    public bool Has(AdditionalFileKind kind) => Files.Any(file => file.Kind == kind);

    public static string NameOf(string directory) => directory.Substring(directory.LastIndexOf('/') + 1);
}

/// <summary>All folders with YAML, found by path.</summary>
internal sealed class Folders : IEquatable<Folders>
{
    private readonly Dictionary<string, Folder> _byDirectory;

    private Folders(EquatableArray<Folder> all)
    {
        All = all;
        _byDirectory = all.ToDictionary(folder => folder.Directory, StringComparer.Ordinal);
    }

    /// <summary>In ordinal order, so that the order of the files makes no difference.</summary>
    public EquatableArray<Folder> All { get; }

    public static Folders From(IEnumerable<AdditionalFile> files) => new(new(files
        .Where(file => file.Kind != AdditionalFileKind.Environment)
        .GroupBy(file => file.Directory, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new Folder(group.Key, new(group.OrderBy(file => file.Kind).ThenBy(file => file.Path, StringComparer.Ordinal))))));

    public Folder? Find(string directory) => _byDirectory.TryGetValue(directory, out var folder) ? folder : null;

    public bool Equals(Folders? other) => other is not null && All == other.All;

    public override bool Equals(object? obj) => Equals(obj as Folders);

    public override int GetHashCode() => All.Count;
}
