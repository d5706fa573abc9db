namespace IntegrationFramework.Configuration.Rules;

/// <summary>Collects diagnostics, each once, up to a number that anybody would read.</summary>
internal sealed class DiagnosticBag
{
    /// <summary>A file with more mistakes than this isn't a configuration; the rest of it is not looked at.</summary>
    public const int Limit = 1000;

    private readonly HashSet<ConfigDiagnostic> _known = [];
    private readonly List<ConfigDiagnostic> _items = [];

    public IReadOnlyList<ConfigDiagnostic> Items => _items;

    public bool IsFull => _items.Count >= Limit;

    public void Add(ConfigDiagnostic diagnostic)
    {
        if (!IsFull && _known.Add(diagnostic))
        {
            _items.Add(diagnostic);
        }
    }

    public void Error(string id, YamlNode node, string message) =>
        Add(node.Source.Diagnostic(id, ConfigSeverity.Error, node.Offset, node.Length, message));

    public void Error(string id, YamlSource source, int start, int length, string message) =>
        Add(source.Diagnostic(id, ConfigSeverity.Error, start, length, message));

    public void Warning(string id, YamlNode node, string message) =>
        Add(node.Source.Diagnostic(id, ConfigSeverity.Warning, node.Offset, node.Length, message));

    /// <summary>The diagnostics in the order of their places.</summary>
    public IReadOnlyList<ConfigDiagnostic> Sorted() =>
        [.. _items.OrderBy(d => d.File, StringComparer.Ordinal).ThenBy(d => d.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
}
