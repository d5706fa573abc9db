using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Everything that can be said about one file by itself, in the compiler and in the running program alike.</summary>
public static class ConfigRules
{
    /// <summary>Reads and checks a file. Never throws but for cancellation, whatever the text.</summary>
    /// <param name="file">The path with forward slashes, as diagnostics show it.</param>
    /// <param name="text">The text.</param>
    /// <param name="kind">What the file is; required keys are judged only where it isn't an overlay.</param>
    /// <param name="settings">The integration's own keys; of no account for metadata.yaml.</param>
    /// <param name="options">What the rules need to know besides.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static CheckedFile Check(
        string file, string text, ConfigFileKind kind, MapSchema settings, CheckOptions options, CancellationToken cancellationToken = default)
    {
        var schema = kind == ConfigFileKind.Metadata ? FrameworkSchema.Metadata : FrameworkSchema.Config(settings, options.Sinks);
        var pass = kind == ConfigFileKind.Overlay ? CheckPass.Layer : CheckPass.Whole;
        if (kind == ConfigFileKind.Overlay)
        {
            options = options with { AllowOutputAnywhere = true };
        }

        return Check(new YamlSource(file, text), kind, schema, options, pass, cancellationToken);
    }

    internal static CheckedFile Check(
        YamlSource source, ConfigFileKind kind, MapSchema schema, CheckOptions options, CheckPass pass, CancellationToken cancellationToken)
    {
        var ids = kind == ConfigFileKind.Metadata ? RuleIds.Metadata : RuleIds.Config;
        var bag = new DiagnosticBag();
        var root = Read(source, ids, options, bag, cancellationToken);
        if (root is not null)
        {
            var context = new CheckContext(ids, options, pass, bag, cancellationToken);
            new SchemaChecker(context).CheckMap(root, schema, null);
            if (kind != ConfigFileKind.Metadata)
            {
                CheckName(root, context);
                DeliverRules.Check(root, context);
                CheckRules.Check(root, context);
            }
        }

        return new CheckedFile(root, bag.Sorted());
    }

    private static void CheckName(YamlMap root, CheckContext context)
    {
        if (root["name"] is YamlScalar { Origin: ScalarOrigin.Written } name && Interpolation.IsIn(name.Value))
        {
            context.Bag.Error(RuleIds.Config.NotAllowed, name, "the name is compiled in, so that no variable can stand in it");
        }
    }

    private static YamlMap? Read(YamlSource source, RuleIds ids, CheckOptions options, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (source.Text.Length > options.MaxLength)
        {
            bag.Error(ids.TooLarge, source, 0, 0, string.Format(
                CultureInfo.InvariantCulture, "the file has {0:N0} characters; at most {1:N0} are read", source.Text.Length, options.MaxLength));
            return null;
        }

        var root = YamlTreeReader.Read(source, ids, bag, cancellationToken);
        if (root is not null and not YamlMap)
        {
            var hint = root is YamlScalar { IsPlain: true } text && text.Value.IndexOf(':') > 0
                ? "a space is missing after ':'"
                : "begin with 'key: value'";
            bag.Error(ids.WrongType, root, $"the file is a map of keys and values, not a {(root is YamlList ? "list" : "text")}; {hint}");
        }

        return root as YamlMap;
    }
}
