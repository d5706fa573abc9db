using System.Globalization;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>Reads and checks the YAML beside a class, with the rules that the running program uses too.</summary>
internal static class FolderChecker
{
    /// <summary>What the compiler puts where a file's bytes aren't UTF-8; the running program reads them itself.</summary>
    private const char Undecodable = '\uFFFD';

    private static readonly MetadataModel NoMetadata = new(null, default, null, null, null, null);

    public static CheckedIntegration Check(IntegrationFolder source, KnownNames known, CancellationToken cancellationToken)
    {
        var integration = source.Integration;
        var sinks = known.Sinks;
        var folderName = Folder.NameOf(integration.Directory);
        var diagnostics = new List<DiagnosticInfo>();
        var files = source.Folder?.Files ?? default;
        var name = folderName;
        var metadata = NoMetadata;
        var isNamed = false;
        var overlaidNames = new List<(AdditionalFile File, YamlScalar Name)>();
        var options = new CheckOptions
        {
            EnvironmentVariables = known.Variables.IsKnown ? known.Variables.Names : null,
            IntegrationFolder = folderName,
            HasCursor = integration.IsIncremental,
            OutputColumns = integration.CanBuild ? integration.OutputFields : null,
            OutputKinds = integration.CanBuild ? KindsOf(integration) : null,
            Sinks = sinks.Keys,
        };
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.ForeignEncoding is { } encoding)
            {
                diagnostics.Add(NotUtf8(file, 0, 0, $"the file is saved as {encoding}; save it as UTF-8"));
            }

            if (Read(file, integration, sinks, options, diagnostics, cancellationToken) is not { } root)
            {
                continue;
            }

            if (file.Text.IndexOf(Undecodable) is var damaged and >= 0)
            {
                diagnostics.Add(NotUtf8(file, damaged, 1, "here the file isn't UTF-8; save it as UTF-8, and write \"\\uFFFD\" where that sign itself is meant"));
            }

            if (file.Kind == AdditionalFileKind.Overlay && root["name"] is YamlScalar { IsNull: false } overlaid && !Interpolation.IsIn(overlaid.Value))
            {
                overlaidNames.Add((file, overlaid));
            }

            isNamed |= file.Kind == AdditionalFileKind.Config;
            if (file.Kind == AdditionalFileKind.Config && root["name"] is YamlScalar { IsNull: false } other && SnakeCase.Is(other.Value))
            {
                name = other.Value;
            }
            else if (file.Kind == AdditionalFileKind.Metadata && MetadataReader.Read(root) is { } values)
            {
                metadata = From(values);
            }
        }

        diagnostics.AddRange(overlaidNames.Where(overlay => isNamed && overlay.Name.Value != name).Select(overlay => Renamed(overlay.File, overlay.Name, name)));
        var compiled = files.Select(file => file.ToCompiled(folderName));
        return new(new RegistrationModel(integration, name, folderName, metadata, new(compiled), sinks.List), new(diagnostics));
    }

    /// <summary>What the running program would say, which reads UTF-8 alone.</summary>
    private static DiagnosticInfo NotUtf8(AdditionalFile file, int position, int length, string message)
    {
        var rule = file.Kind == AdditionalFileKind.Metadata ? RuleIds.Metadata.Syntax : RuleIds.Config.Syntax;
        var source = new YamlSource(file.Path, file.Text);
        return DiagnosticInfo.From(
            source.Diagnostic(rule, ConfigSeverity.Error, position, length, message), file.Path, SourceText.From(file.Text));
    }

    private static DiagnosticInfo Renamed(AdditionalFile file, YamlScalar node, string name) => DiagnosticInfo.From(
        node.Source.Diagnostic(
            RuleIds.Config.NotAllowed, ConfigSeverity.Error, node.Offset, node.Length, $"the name is compiled in: it is '{name}', in every environment"),
        file.Path,
        SourceText.From(file.Text));

    private static Dictionary<string, string> KindsOf(IntegrationModel integration)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < integration.OutputFields.Count; i++)
        {
            kinds[integration.OutputFields[i]] = integration.OutputKinds[i];
        }

        return kinds;
    }

    private static YamlMap? Read(
        AdditionalFile file, IntegrationModel integration, SinkCatalogue sinks, CheckOptions options, List<DiagnosticInfo> diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var result = ConfigRules.Check(file.Path, file.Text, file.RulesKind, integration.Settings, options, cancellationToken);
            if (result.Diagnostics.Count > 0)
            {
                var text = SourceText.From(file.Text);
                var hidden = UnreadSettings(result.Root, integration, sinks).ToArray();
                var told = result.Diagnostics.Where(diagnostic => diagnostic.Id != RuleIds.Config.UnknownKey
                    || !(hidden.Any(node => IsIn(node, diagnostic)) || integration.UnreadKeys.Contains(file.Text.Substring(diagnostic.Start, diagnostic.Length))));
                diagnostics.AddRange(told.Select(diagnostic => DiagnosticInfo.From(diagnostic, file.Path, text)));
            }

            return result.Root;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever one file does to its checker, the other integrations keep their registrations.
            var rule = file.Kind == AdditionalFileKind.Metadata ? MetadataFileRules.Syntax : ConfigFileRules.Syntax;
            diagnostics.Add(DiagnosticInfo.Error(rule, LocationInfo.StartOf(file.Path), $"the file can't be checked: {error.Message}"));
            return null;
        }
    }

    /// <summary>Where settings stand of which mistakes in the C# hide what they are.</summary>
    private static IEnumerable<YamlNode> UnreadSettings(YamlMap? root, IntegrationModel integration, SinkCatalogue sinks)
    {
        if (integration.HasUnreadSettings && root?["settings"] is { } settings)
        {
            yield return settings;
        }

        foreach (var choice in ((root?["deliver"] as YamlList)?.Items ?? []).OfType<YamlMap>())
        {
            foreach (var entry in choice.Entries)
            {
                if (sinks.All.Any(sink => sink.HasUnreadSettings && sink.Name == entry.Key.Value))
                {
                    yield return entry.Value;
                }
            }
        }
    }

    private static bool IsIn(YamlNode node, ConfigDiagnostic diagnostic) =>
        diagnostic.Start >= node.Start && diagnostic.Start < node.Start + node.Length;

    private static MetadataModel From(MetadataValues values) => new(
        values.Version, values.Tags, values.Description, values.BusinessContact, values.TechnicalContact,
        DateFormat.TryDate(values.LastUpdated ?? "", out var date) ? date.ToString("yyyy, M, d", CultureInfo.InvariantCulture) : null);
}
