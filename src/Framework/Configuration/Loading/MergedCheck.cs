using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Running;

namespace IntegrationFramework.Configuration;

/// <summary>Judges the merged and filled-in configuration, and finds its secrets and paths on the way.</summary>
internal sealed class MergedCheck(BindingPaths paths, DiagnosticBag bag, HashSet<YamlSource> outputAnywhere)
{
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly List<(YamlScalar Scalar, ConfiguredPath Path)> _paths = [];
    private readonly List<(YamlScalar Scalar, ConfiguredPath Path)> _written = [];
    private readonly HashSet<YamlNode> _delivered = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<YamlNode, (string Kind, YamlMap Sink)> _sinks = new(ReferenceEqualityComparer.Instance);
    private OwnFiles? _own;

    /// <summary>How grave it is that a secret's variable has no value.</summary>
    public ConfigSeverity MissingSeverity { get; init; } = ConfigSeverity.Error;

    public IReadOnlyList<string> Secrets => [.. _secrets];

    /// <summary>The paths, but for those that have a secret in them, which are neither shown nor kept.</summary>
    public IReadOnlyList<ConfiguredPath> Paths => [.. _paths.Where(one => !one.Scalar.Variables.Any(_secrets.Contains)).Select(one => one.Path)];

    public void Check(YamlMap root, MapSchema schema, CheckOptions options, CancellationToken cancellationToken)
    {
        var context = new CheckContext(RuleIds.Config, options, CheckPass.Merged, bag, cancellationToken)
        {
            AllowsOutputAnywhere = scalar => outputAnywhere.Contains(scalar.Source),
            MissingSeverity = MissingSeverity,
            Visit = Visit,
        };
        FindSinks(root);
        _own = new OwnFiles(paths.Root, options.IntegrationFolder);
        new SchemaChecker(context).CheckMap(root, schema, null);
        DeliverRules.Check(root, context);
        CheckSamePlaces();
        CheckRules.Check(root, context);
    }

    /// <summary>Finds the sinks that the paths belong to.</summary>
    private void FindSinks(YamlMap root)
    {
        foreach (var item in (root["deliver"] as YamlList)?.Items ?? [])
        {
            if (item is YamlMap { Entries.Count: 1 } choice && choice.Entries[0] is { Value: YamlMap sink } entry)
            {
                _delivered.UnionWith(sink.Entries.Select(static key => key.Value));
                if (sink["path"] is { } path)
                {
                    _sinks[path] = (entry.Key.Value, sink);
                }
            }
        }
    }

    private void Visit(ValueSchema schema, YamlScalar scalar)
    {
        if (scalar.Origin == ScalarOrigin.Written && Interpolation.IsIn(scalar.Value))
        {
            return;
        }

        switch (schema.Kind)
        {
            case ValueKind.Secret:
                AddSecret(scalar);
                break;
            case ValueKind.Cron:
                CheckTimeZone(scalar);
                break;
            case ValueKind.InputPath or ValueKind.OutputPath when scalar.Value.Length > 0 && !scalar.Value.Contains('\0', StringComparison.Ordinal):
                AddPath(schema, scalar);
                break;
        }
    }

    private void AddSecret(YamlScalar scalar)
    {
        foreach (var value in scalar.Variables.Append(scalar.Value))
        {
            if (value.Length > 0)
            {
                _secrets.Add(value);
            }
        }
    }

    private void CheckTimeZone(YamlScalar scalar)
    {
        if (CronFormat.TryParse(scalar.Value, out _, out var zone, out _) && zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            bag.Error(RuleIds.Cron, scalar, "the time zone after the five fields isn't known on this system; an IANA name such as Europe/London is needed");
        }
    }

    private void AddPath(ValueSchema schema, YamlScalar scalar)
    {
        var isOutput = schema.Kind == ValueKind.OutputPath;
        var full = isOutput ? paths.Output(scalar.Value).FullPath : paths.Input(scalar.Value).FullPath;
        var (kind, sink) = _sinks.GetValueOrDefault(scalar);

        // Several tables of one database are several places.
        var table = kind == "sqlite" ? (sink["table"] as YamlScalar)?.Value : null;
        var needsFolder = kind == "sqlite" || (kind is not null && DeliverRules.Replaces(kind, sink));
        var path = new ConfiguredPath(full, isOutput, needsFolder, table, IntegrationFacts.Place(scalar), isOutput ? RealPath.OrWritten(full) : full, _delivered.Contains(scalar));
        _paths.Add((scalar, path));
        if (isOutput && _delivered.Contains(scalar))
        {
            _written.Add((scalar, path));
        }

        if (isOutput && _own?.Find(path.FullPath, path.RealPath) is { } own)
        {
            bag.Error(RuleIds.NotWritable, scalar, $"'{own}' is a file that ifw itself works with; write to another one");
        }

        if (isOutput && (paths.IsSandbox || (!outputAnywhere.Contains(scalar.Source) && TextFormat.StaysInside(scalar.Value))))
        {
            CheckLinks(scalar, full);
        }
    }

    /// <summary>Finds sinks on one file that are written as two paths, which the compiler can't see.</summary>
    private void CheckSamePlaces()
    {
        for (var i = 1; i < _written.Count; i++)
        {
            var (scalar, path) = _written[i];
            var first = _written.Take(i).FirstOrDefault(earlier => earlier.Path.IsAtSamePlace(path));
            if (first.Scalar is not null && !bag.Items.Any(said => said.Id == RuleIds.TwoSinksOnePath && said with { Id = "", Message = "" } == path.Place))
            {
                bag.Error(RuleIds.TwoSinksOnePath, scalar, $"the sink of line {first.Scalar.Line} writes to this file too, by another path");
            }
        }
    }

    private void CheckLinks(YamlScalar scalar, string full)
    {
        try
        {
            var folder = paths.IsSandbox ? SandboxFolder.Of(paths.Root) : Path.Combine(paths.Root, "output");
            if (full != folder && !RealPath.IsInside(full, folder))
            {
                bag.Error(RuleIds.PathLeavesOutput, scalar, paths.IsSandbox ? "a symbolic link on this path leads out of output/sandbox/, which the sandbox never leaves; remove it" :
                    "a symbolic link on this path leads out of output/; another place is for the server to say: in its own config.yaml, an overlay or --set");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            bag.Error(RuleIds.NotWritable, scalar, error.Message);
        }
    }
}
