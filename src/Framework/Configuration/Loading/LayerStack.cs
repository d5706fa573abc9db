using System.Collections.ObjectModel;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Security;

namespace IntegrationFramework.Configuration;

/// <summary>The layers of one integration on their way to one configuration.</summary>
internal sealed class LayerStack
{
    private readonly DiagnosticBag _bag;
    private readonly List<Layer> _layers;
    private readonly HashSet<YamlSource> _outputAnywhere = [];
    private ConfigSeverity _missing = ConfigSeverity.Error;
    private bool _isIncomplete;

    public LayerStack(DiagnosticBag bag, List<Layer> layers)
    {
        _bag = bag;
        _layers = layers;
        foreach (var layer in layers)
        {
            foreach (var diagnostic in layer.Diagnostics)
            {
                bag.Add(diagnostic);
            }

            if (layer is { AllowsOutputAnywhere: true, Root: not null })
            {
                _outputAnywhere.Add(layer.Root.Source);
            }
        }
    }

    /// <summary>Lays the layers over one another.</summary>
    /// <returns><see langword="null"/> where the lowest layer can't be read, so that nothing more can be said.</returns>
    public YamlMap? Merge()
    {
        if (_layers[0].Root is not { } root)
        {
            return null;
        }

        foreach (var layer in _layers.Skip(1))
        {
            root = layer.Root is null ? root : LayerMerge.Over(root, layer.Root, layer.IsVariable);
        }

        return root;
    }

    /// <summary>Fills in the variables.</summary>
    public YamlMap Fill(YamlMap root, IReadOnlyDictionary<string, string> variables, bool toRun)
    {
        var isOff = !toRun && root["enabled"] is { } enabled
            && new VariableFiller(variables, new DiagnosticBag()).Fill(enabled) is YamlScalar { Value: "false" or "False" or "FALSE" };
        _missing = isOff ? ConfigSeverity.Warning : ConfigSeverity.Error;
        var filler = new VariableFiller(variables, _bag) { MissingSeverity = _missing };
        var filled = filler.Fill(root);
        _isIncomplete = filler.IsIncomplete;
        return filled;
    }

    /// <summary>Judges the whole, and reads it where nothing is wrong.</summary>
    public LoadedConfiguration Finish(
        YamlMap root, MapSchema schema, CheckOptions options, IntegrationDescriptor descriptor, IntegrationMetadata metadata, BindingPaths paths,
        CassetteVariables? cassette, CancellationToken cancellationToken)
    {
        var found = new DiagnosticBag();
        var check = new MergedCheck(paths, found, _outputAnywhere) { MissingSeverity = _missing };
        check.Check(root, schema, options, cancellationToken);
        CheckName(root, descriptor, found);
        CheckGoesSomewhere(root, descriptor, found);
        var said = _bag.Items.Select(Place).ToHashSet();
        foreach (var diagnostic in found.Items)
        {
            var judged = IsOverride(diagnostic.File) && diagnostic.Id != RuleIds.VariableNotSet ? Layer.Relabel(diagnostic) : diagnostic;
            if (!said.Contains(Place(judged)))
            {
                _bag.Add(judged);
            }
        }

        var redactor = new Redactor();
        redactor.Add(check.Secrets);
        var facts = IntegrationFacts.From(root, check.Paths);
        var isValid = !HasErrors && !_isIncomplete;
        var map = new ConfigMap(root, paths);
        return new LoadedConfiguration
        {
            Config = isValid ? IntegrationConfigReader.Read(map) : IntegrationConfig.Default with { Enabled = facts.IsEnabled },
            Settings = isValid && map.TryGet("settings", out var settings) && !settings.IsNull ? settings.AsMap() : ConfigMap.Empty,
            Metadata = metadata,
            Diagnostics = [.. _bag.Sorted().Select(diagnostic => diagnostic with { Message = redactor.Redact(diagnostic.Message) })],
            IsValid = isValid,
            Secrets = check.Secrets,
            Facts = facts,
            Cassette = cassette?.Cassette,
            Variables = cassette?.Recorded ?? ReadOnlyDictionary<string, string?>.Empty,
        };
    }

    /// <summary>The result of the compiler's view: what the layers say each by itself, and what others are compared with.</summary>
    public LoadedConfiguration FinishSourceTree(
        MapSchema schema, CheckOptions options, IntegrationMetadata metadata, BindingPaths paths, CancellationToken cancellationToken)
    {
        if (_layers[0].Root is not { } root)
        {
            return Unread(metadata);
        }

        // The file system isn't part of the source tree's YAML, and everything else has been said: only the facts are of use.
        var check = new MergedCheck(paths, new DiagnosticBag(), _outputAnywhere);
        check.Check(root, schema, options, cancellationToken);
        return Unread(metadata, IntegrationFacts.From(root, check.Paths));
    }

    /// <summary>The result where there is no configuration to read.</summary>
    public LoadedConfiguration Unread(IntegrationMetadata metadata, IntegrationFacts? facts = null) =>
        new() { Metadata = metadata, Diagnostics = _bag.Sorted(), IsValid = !HasErrors, Facts = facts ?? IntegrationFacts.None };

    private bool HasErrors => _bag.Items.Any(diagnostic => diagnostic.Severity == ConfigSeverity.Error);

    /// <summary>A default that is wrong is wrong once, though it is judged where it stands and where it counts.</summary>
    private static (string Id, string File, int Start) Place(ConfigDiagnostic diagnostic) => (diagnostic.Id, diagnostic.File, diagnostic.Start);

    private static bool IsOverride(string file) =>
        file.StartsWith("--set", StringComparison.Ordinal) || file.StartsWith("IFW__", StringComparison.OrdinalIgnoreCase);

    private static void CheckName(YamlMap root, IntegrationDescriptor descriptor, DiagnosticBag bag)
    {
        if (root["name"] is YamlScalar name && name.Value != descriptor.Name)
        {
            bag.Error(RuleIds.Config.NotAllowed, name, $"the name is compiled in: it is '{descriptor.Name}', and can't be changed without a build");
        }
    }

    private static void CheckGoesSomewhere(YamlMap root, IntegrationDescriptor descriptor, DiagnosticBag bag)
    {
        if (descriptor.DeliversToSinks && root["deliver"] is null or YamlScalar { IsNull: true } or YamlList { Items.Count: 0 })
        {
            var place = root["deliver"] ?? root;
            bag.Add(place.Source.Diagnostic(
                RuleIds.GoesNowhere, ConfigSeverity.Warning, place.Offset, 0,
                "what it fetches goes nowhere: there is no sink under 'deliver', and its class doesn't override DeliverAsync"));
        }
    }
}
