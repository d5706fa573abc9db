using System.Globalization;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;

namespace IntegrationFramework.Configuration;

/// <summary>
/// Loads integrations' configuration: the root's config.yaml or the compiled-in one, <c>config.&lt;environment&gt;.yaml</c>,
/// <c>IFW__NAME__KEY</c> variables and <c>--set</c>, each checked by the same rules, merged, and filled in from the environment.
/// </summary>
/// <remarks>Safe to use from several threads. Files are read at every <see cref="Load"/>.</remarks>
public sealed class ConfigurationLoader
{
    private const string ExampleFile = ".env.example";

    private readonly ConfigurationSources _sources;
    private readonly IntegrationFiles _files;
    private readonly LayerReader _layers;
    private readonly BindingPaths _paths;
    private readonly Lazy<TextFile> _example;
    private readonly Lazy<IReadOnlyCollection<string>?> _exampleNames;

    /// <summary>Loads from these sources.</summary>
    public ConfigurationLoader(ConfigurationSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _sources = sources;
        _files = new IntegrationFiles(sources.Root);
        Overrides = new OverrideLayers(sources);
        _layers = new LayerReader(sources, _files, Overrides);
        _paths = new BindingPaths(sources.Root, sources.Mode == RunMode.Sandbox);
        _example = new Lazy<TextFile>(() => TextFile.Read(Path.Combine(sources.Root, ExampleFile), ExampleFile));
        _exampleNames = new Lazy<IReadOnlyCollection<string>?>(() => _example.Value.Text is { } text ? EnvironmentExample.ReadNames(text) : null);
    }

    internal OverrideLayers Overrides { get; }

    internal IntegrationFiles Files => _files;

    /// <summary>The names in the root's .env.example, or <see langword="null"/> where there is none.</summary>
    internal IReadOnlyCollection<string>? ExampleNames => _exampleNames.Value;

    /// <summary>Why the root's .env.example can't be read, where it can't.</summary>
    internal ConfigDiagnostic? ExampleProblem => _example.Value.Problem;

    /// <summary>Loads an integration's configuration. What is wrong with it is in the result, not thrown.</summary>
    /// <param name="descriptor">The integration.</param>
    /// <param name="toRun">
    /// Whether it is about to run: then a variable that isn't set is an error even where the integration is disabled.
    /// </param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public LoadedConfiguration Load(IntegrationDescriptor descriptor, bool toRun = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var bag = new DiagnosticBag();
        if (_layers.HasNothing(descriptor) && !descriptor.Settings.Keys.Any(key => key.Required))
        {
            var played = CassetteVariables.Read(_sources, descriptor, bag);
            return new LoadedConfiguration { Metadata = descriptor.Metadata, Cassette = played, Diagnostics = bag.Items, IsValid = bag.Items.Count == 0 };
        }

        var metadata = LoadMetadata(descriptor, bag, cancellationToken);
        var sinks = new EquatableArray<KeySchema>(descriptor.Sinks.Select(sink => sink.Key));
        var schema = FrameworkSchema.Config(descriptor.Settings, sinks);
        var options = new CheckOptions
        {
            Sinks = sinks,
            IntegrationFolder = descriptor.Folder,
            EnvironmentVariables = _exampleNames.Value,
            HasCursor = descriptor.IsIncremental,
            OutputColumns = [.. descriptor.OutputSchema.Fields.Select(field => field.Name)],
            OutputKinds = descriptor.OutputSchema.Fields.ToDictionary(field => field.Name, field => field.Kind.ToString(), StringComparer.Ordinal),
        };
        if (_sources.SourceTreeOnly)
        {
            var tree = _layers.ReadSourceTree(descriptor, schema, options, cancellationToken);
            return new LayerStack(bag, tree).FinishSourceTree(schema, options, metadata, _paths, cancellationToken);
        }

        var layers = _layers.Read(descriptor, schema, options, cancellationToken);
        var stack = new LayerStack(bag, layers);
        if (stack.Merge() is not { } root)
        {
            return stack.Unread(metadata);
        }

        var cassette = _sources.Mode == RunMode.Live ? null : CassetteVariables.Of(_sources, descriptor, VariableUse.In(root, schema, options), bag);
        var filled = stack.Fill(root, cassette?.Variables ?? _sources.Variables, toRun);
        return stack.Finish(filled, schema, options, descriptor, metadata, _paths, cassette, cancellationToken);
    }

    /// <summary>An integration's metadata: the root's metadata.yaml where it can be read, else what is compiled in.</summary>
    /// <param name="descriptor">The integration.</param>
    /// <param name="onError">Is told why the root's can't be read, where it can't.</param>
    /// <remarks>Where the file is as it was when it was compiled, no YAML is parsed.</remarks>
    public IntegrationMetadata LoadMetadata(IntegrationDescriptor descriptor, Action<ConfigDiagnostic>? onError = null)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        const string name = "metadata.yaml";
        var own = _files.Own(descriptor, name);
        if (own.Problem is null && (own.Text is null || own.Text == IntegrationFiles.Compiled(descriptor, CompiledFileKind.Metadata, name)?.Text))
        {
            return descriptor.Metadata;
        }

        var bag = new DiagnosticBag();
        var metadata = LoadMetadata(descriptor, bag, CancellationToken.None);
        if (onError is not null && bag.Items.FirstOrDefault(static diagnostic => diagnostic.Severity == ConfigSeverity.Error) is { } error)
        {
            onError(error);
        }

        return metadata;
    }

    private IntegrationMetadata LoadMetadata(IntegrationDescriptor descriptor, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        const string name = "metadata.yaml";
        var own = _files.Own(descriptor, name);
        if (own.Problem is not null)
        {
            bag.Add(own.Problem);
        }

        if (own.Text is null)
        {
            return descriptor.Metadata;
        }

        var file = ConfigRules.Check(
            IntegrationFiles.Shown(descriptor, name), own.Text, ConfigFileKind.Metadata, MapSchema.Empty, CheckOptions.Default, cancellationToken);
        foreach (var diagnostic in file.Diagnostics)
        {
            bag.Add(diagnostic);
        }

        return file is { IsValid: true, Root: { } root } && MetadataReader.Read(root) is { } values ? ToMetadata(values) : descriptor.Metadata;
    }

    private static IntegrationMetadata ToMetadata(MetadataValues values) => new()
    {
        Version = values.Version,
        Tags = [.. values.Tags],
        Description = values.Description,
        BusinessContact = values.BusinessContact,
        TechnicalContact = values.TechnicalContact,
        LastUpdated = values.LastUpdated is null ? null : DateOnly.ParseExact(values.LastUpdated, "yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
