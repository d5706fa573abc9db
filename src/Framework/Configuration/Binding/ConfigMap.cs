using System.Diagnostics;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Running;

namespace IntegrationFramework.Configuration;

/// <summary>The keys and values of a configuration map, merged, interpolated and checked; generated binders read from it.</summary>
[DebuggerDisplay("{Count} keys")]
public sealed class ConfigMap
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly YamlMap? _map;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly BindingPaths _paths;

    internal ConfigMap(YamlMap? map, BindingPaths paths)
    {
        _map = map;
        _paths = paths;
    }

    /// <summary>A map without keys.</summary>
    public static ConfigMap Empty { get; } = new(null, BindingPaths.Current);

    /// <summary>How many keys.</summary>
    public int Count => _map?.Entries.Count ?? 0;

    /// <summary>The keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => _map?.Entries.Select(entry => entry.Key.Value) ?? [];

    /// <summary>Reads a map from a text of YAML, without layers and variables: for tests and for hosts that configure by themselves.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <exception cref="ConfigurationException">The text isn't a map in YAML.</exception>
    public static ConfigMap Parse(string yaml, string root = ".")
    {
        var bag = new DiagnosticBag();
        var node = YamlTreeReader.Read(new YamlSource("yaml", yaml), RuleIds.Config, bag, CancellationToken.None);
        if (node is not null and not YamlMap)
        {
            bag.Error(RuleIds.Config.WrongType, node, "a map of keys and values is needed here");
        }

        return bag.Items.Count == 0 ? new ConfigMap((YamlMap?)node, new BindingPaths(root)) : throw new ConfigurationException(bag.Items[0]);
    }

    /// <summary>Finds the value of a key. A key that isn't there keeps its default.</summary>
    public bool TryGet(string key, out ConfigValue value)
    {
        var node = _map?[key];
        value = new ConfigValue(node, _paths);
        return node is not null;
    }
}

/// <summary>What relative paths are relative to.</summary>
internal sealed class BindingPaths(string root, bool isSandbox = false)
{
    public static BindingPaths Current { get; } = new(".");

    /// <summary>The folder; found out when a path is relative to it, since the current one may be gone.</summary>
    public string Root => field ??= Path.GetFullPath(root);

    public InputPath Input(string configured) => new(configured, Path.GetFullPath(configured, Root));

    /// <summary>Whether everything is written in the sandbox, wherever else it would be.</summary>
    public bool IsSandbox => isSandbox;

    public OutputPath Output(string configured)
    {
        var full = Path.GetFullPath(configured, Path.Combine(Root, "output"));
        return new OutputPath(configured, isSandbox ? SandboxFolder.Rebase(Root, full) : full);
    }
}
