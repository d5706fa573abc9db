using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>Reads the layers of an integration's configuration, each checked by itself, weakest first.</summary>
internal sealed class LayerReader(ConfigurationSources sources, IntegrationFiles files, OverrideLayers overrides)
{
    private const string ConfigName = "config.yaml";

    /// <summary>Whether nothing at all is said about an integration, as where a host registers one by hand.</summary>
    public bool HasNothing(IntegrationDescriptor descriptor) =>
        descriptor.Files.Count == 0 && !files.HasOwn(descriptor) && !overrides.For(descriptor.Name).Any();

    /// <summary>The layers that make up the configuration.</summary>
    public List<Layer> Read(IntegrationDescriptor descriptor, MapSchema schema, CheckOptions options, CancellationToken cancellationToken)
    {
        var layers = new List<Layer>();
        var hasOwn = AddBase(descriptor, layers, schema, options, CheckPass.Layer, cancellationToken);
        if (sources.Environment is { } environment)
        {
            AddOverlay(descriptor, $"config.{environment}.yaml", !hasOwn, layers, schema, options, cancellationToken);
        }

        foreach (var value in overrides.For(descriptor.Name))
        {
            layers.Add(value.Read(schema, options, cancellationToken));
        }

        return layers;
    }

    /// <summary>What the compiler sees: config.yaml whole by itself, and every overlay.</summary>
    public List<Layer> ReadSourceTree(IntegrationDescriptor descriptor, MapSchema schema, CheckOptions options, CancellationToken cancellationToken)
    {
        var layers = new List<Layer>();
        var hasOwn = AddBase(descriptor, layers, schema, options, CheckPass.Whole, cancellationToken);
        var names = new SortedSet<string>(files.OwnOverlays(descriptor), StringComparer.Ordinal);
        if (!hasOwn)
        {
            names.UnionWith(descriptor.Files.Where(f => f.Kind == CompiledFileKind.Overlay).Select(f => IntegrationFiles.FileName(f.Path)));
        }

        foreach (var name in names)
        {
            AddOverlay(descriptor, name, !hasOwn, layers, schema, options, cancellationToken);
        }

        return layers;
    }

    /// <returns>Whether the root has a config.yaml of its own, which replaces the compiled-in one and the overlays beside that.</returns>
    private bool AddBase(
        IntegrationDescriptor descriptor, List<Layer> layers, MapSchema schema, CheckOptions options, CheckPass pass, CancellationToken cancellationToken)
    {
        var own = files.Own(descriptor, ConfigName);
        var anywhere = own.Text is not null && !sources.SourceTreeOnly;
        if (own.Problem is not null)
        {
            layers.Add(new Layer(null, false, [own.Problem]));
        }
        else if (own.Text is not null)
        {
            layers.Add(Check(IntegrationFiles.Shown(descriptor, ConfigName), own.Text, anywhere));
        }
        else if (IntegrationFiles.Compiled(descriptor, CompiledFileKind.Config, ConfigName) is { } compiled)
        {
            layers.Add(Check(compiled.Path, compiled.Text, false));
        }
        else
        {
            layers.Add(Check(IntegrationFiles.Shown(descriptor, ConfigName), "", false));
        }

        return own.Text is not null || own.Problem is not null;

        Layer Check(string path, string text, bool outputAnywhere) => CheckFile(
            path, text, ConfigFileKind.Config, schema, options with { AllowOutputAnywhere = outputAnywhere }, pass, cancellationToken);
    }

    private void AddOverlay(
        IntegrationDescriptor descriptor, string name, bool compiledToo, List<Layer> layers, MapSchema schema, CheckOptions options, CancellationToken cancellationToken)
    {
        var own = files.Own(descriptor, name);
        if (own.Problem is not null)
        {
            layers.Add(new Layer(null, true, [own.Problem]));
            return;
        }

        var compiled = compiledToo ? IntegrationFiles.Compiled(descriptor, CompiledFileKind.Overlay, name) : null;
        if ((own.Text ?? compiled?.Text) is { } text)
        {
            var path = own.Text is null ? compiled!.Path : IntegrationFiles.Shown(descriptor, name);
            layers.Add(CheckFile(
                path, text, ConfigFileKind.Overlay, schema, options with { AllowOutputAnywhere = true }, CheckPass.Layer, cancellationToken));
        }
    }

    private static Layer CheckFile(
        string path, string text, ConfigFileKind kind, MapSchema schema, CheckOptions options, CheckPass pass, CancellationToken cancellationToken)
    {
        var file = ConfigRules.Check(new YamlSource(path, text), kind, schema, options, pass, cancellationToken);
        return new Layer(file.Root, options.AllowOutputAnywhere, file.Diagnostics);
    }
}
