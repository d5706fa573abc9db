using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Turns <c>IFW__NAME__KEY</c> variables and <c>--set name.key=value</c> into layers.</summary>
internal sealed class OverrideLayers
{
    private const string Prefix = "IFW__";
    private readonly ILookup<string, Override> _byIntegration;

    public OverrideLayers(ConfigurationSources sources)
    {
        var overrides = new List<Override>();
        var variables = sources.Variables.Where(static v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));
        foreach (var same in variables.GroupBy(static v => v.Key.ToLowerInvariant(), StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            string? first = null;
            foreach (var (name, value) in same.OrderBy(static v => v.Key, StringComparer.Ordinal))
            {
                overrides.Add(Override.FromVariable(name, same.Key[Prefix.Length..], value, first));
                first ??= name;
            }
        }

        overrides.AddRange(sources.Sets.Select(Override.FromSet));
        All = overrides;
        _byIntegration = overrides.ToLookup(o => o.Integration, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of their strength.</summary>
    public IReadOnlyList<Override> All { get; }

    /// <summary>Those of one integration, in the order of their strength.</summary>
    public IEnumerable<Override> For(string integration) => _byIntegration[integration];
}

/// <summary>One value from outside the files.</summary>
/// <param name="Label">What diagnostics show as the file; never the value.</param>
/// <param name="Integration">The integration's name.</param>
/// <param name="Keys">The keys on the way to the value.</param>
/// <param name="Value">The value, to be read as YAML.</param>
/// <param name="IsVariable">Whether it is an environment variable, which may hold a secret.</param>
/// <param name="Problem">Why it can't be used.</param>
internal sealed record Override(
    string Label, string Integration, IReadOnlyList<string> Keys, string Value, bool IsVariable, string? Problem = null)
{
    /// <summary>A variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">What it names, in lower case.</param>
    /// <param name="value">Its value.</param>
    /// <param name="twin">Another variable that names the same.</param>
    public static Override FromVariable(string name, string path, string value, string? twin)
    {
        var parts = path.Split("__");
        var problem = Complaint(parts, "IFW__NAME__KEY")
            ?? (twin is null ? null : $"{twin} is there, too; case makes no difference here, so only one of them can count: unset the other");
        return new Override(name, parts[0], parts[1..], value, IsVariable: true, problem);
    }

    /// <summary>What <c>--set</c> says.</summary>
    public static Override FromSet(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            // The whole may be a secret that lacks its key: nothing of it is shown.
            return new Override("--set", "", [], "", IsVariable: false, "takes name.key=value, and there is no '='");
        }

        var path = text[..equals].Trim();
        var parts = path.Split('.');
        return new Override($"--set {path}=…", parts[0], parts[1..], text[(equals + 1)..], IsVariable: false, Complaint(parts, "name.key=value"));
    }

    /// <summary>Reads the value and hangs it under its keys.</summary>
    public Layer Read(MapSchema schema, CheckOptions options, CancellationToken cancellationToken)
    {
        var source = new YamlSource(Label, Value);
        if (Problem is not null)
        {
            return new Layer(null, true, [Error(Problem)]);
        }

        var bag = new DiagnosticBag();
        var node = ReadValue(source, schema, bag, cancellationToken);
        if (node is null)
        {
            return new Layer(null, true, [.. bag.Items.Select(Layer.Relabel)]);
        }

        for (var i = Keys.Count - 1; i >= 0; i--)
        {
            var key = new YamlScalar(source, 0, 0, Keys[i], isPlain: true);
            node = new YamlMap(source, 0, 0, [new YamlEntry(key, node)]);
        }

        var root = (YamlMap)node;
        var context = new CheckContext(RuleIds.Config, options with { AllowOutputAnywhere = !IsVariable }, CheckPass.Layer, bag, cancellationToken)
        {
            AllowsLiteralSecrets = IsVariable,
        };
        new SchemaChecker(context).CheckMap(root, schema, null);
        DeliverRules.Check(root, context);
        return new Layer(root, !IsVariable, [.. bag.Sorted().Select(Layer.Relabel)]) { IsVariable = IsVariable };
    }

    public ConfigDiagnostic Error(string message, ConfigSeverity severity = ConfigSeverity.Error) =>
        new(RuleIds.BadLayer, severity, Label, 0, 0, 1, 1, message);

    private YamlNode? ReadValue(YamlSource source, MapSchema schema, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (IsVariable && SchemaOf(schema)?.Kind == ValueKind.Secret)
        {
            // A password isn't YAML: '#', ': ' and '${' in it are its own.
            return new YamlScalar(source, 0, Value.Length, Value, isPlain: false) { Origin = ScalarOrigin.Verbatim };
        }

        if (Value.Length > CheckOptions.DefaultMaxLength)
        {
            bag.Error(RuleIds.Config.TooLarge, source, 0, 0, "the value is longer than any configuration needs");
            return null;
        }

        var node = YamlTreeReader.Read(source, RuleIds.Config, bag, cancellationToken);
        return node is YamlMap { Entries.Count: 0 } && !Value.Contains('{', StringComparison.Ordinal)
            ? new YamlScalar(source, 0, 0, "", isPlain: true)
            : node;
    }

    private ValueSchema? SchemaOf(MapSchema schema)
    {
        ValueSchema? value = new(ValueKind.Map) { Map = schema };
        foreach (var key in Keys)
        {
            value = value?.Kind switch
            {
                ValueKind.Map => value.Map?.Find(key)?.Value,
                ValueKind.Dictionary => value.Item,
                _ => null,
            };
        }

        return value;
    }

    private static string? Complaint(string[] parts, string form) =>
        parts.Length < 2 ? $"takes {form}, and names no key"
        : Array.Exists(parts, part => part.Length == 0) ? $"takes {form}, and one of the names is empty"
        : parts.Length > YamlTreeReader.MaxDepth ? "goes deeper than any configuration does"
        : null;
}
