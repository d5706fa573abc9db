using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Records;

namespace IntegrationFramework.Registration;

/// <summary>Everything that is known about an integration at compile time. Generated code makes one per integration.</summary>
public abstract class IntegrationDescriptor
{
    private IReadOnlyList<SinkDescriptor>? _sinks;

    private protected IntegrationDescriptor(string name) => Name = name;

    /// <summary>The integration's name, snake_case.</summary>
    public string Name { get; }

    /// <summary>The full name of its class.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The folder's name under <c>integrations/</c>.</summary>
    /// <value>The integration's name where no other is given.</value>
    public string Folder { get => field ?? Name; init; }

    /// <summary>Whether it goes on from a cursor: its class derives from <see cref="IncrementalIntegration{TRaw,TOut}"/>.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsIncremental { get; init; }

    /// <summary>Whether it can be asked for a window of time: its class implements <see cref="IWindowedSource{TRaw}"/>.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool HasWindows { get; init; }

    /// <summary>
    /// Whether all that it delivers goes to the sinks under <c>deliver:</c>: its class doesn't override <c>DeliverAsync</c>. Without a sink it then
    /// delivers nothing, which validation warns of.
    /// </summary>
    /// <value><see langword="false"/> by default: unknown.</value>
    public bool DeliversToSinks { get; init; }

    /// <summary>What metadata.yaml said when the integration was compiled.</summary>
    public IntegrationMetadata Metadata { get; init; } = IntegrationMetadata.Empty;

    /// <summary>The compiled-in config.yaml, config.*.yaml and metadata.yaml.</summary>
    public IReadOnlyList<CompiledFile> Files { get; init; } = [];

    /// <summary>The keys under <c>settings:</c>, as the settings record declares them.</summary>
    public MapSchema Settings => field ??= SettingsFactory();

    /// <summary>Makes the schema of the settings when it is first asked for.</summary>
    public Func<MapSchema> SettingsFactory { private get; init; } = static () => MapSchema.Empty;

    /// <summary>The sinks of authors' own that it can deliver to: those that its project sees, and those of the registry that it comes from.</summary>
    public IReadOnlyList<SinkDescriptor> Sinks => _sinks ??= SinksFactory();

    /// <summary>Finds the sinks that its project sees when they are first asked for.</summary>
    public Func<IReadOnlyList<SinkDescriptor>> SinksFactory { private get; init; } = static () => [];

    /// <summary>The same integration with more sinks to deliver to; of two of one name its own.</summary>
    internal IntegrationDescriptor With(IReadOnlyCollection<SinkDescriptor> sinks)
    {
        var more = sinks.Where(sink => Sinks.All(own => own.Name != sink.Name)).ToList();
        if (more.Count == 0)
        {
            return this;
        }

        var copy = (IntegrationDescriptor)MemberwiseClone();
        copy._sinks = [.. Sinks, .. more];
        return copy;
    }

    /// <summary>The schema of the records as delivered.</summary>
    public abstract RecordSchema OutputSchema { get; }

    internal abstract Running.IRunPipeline CreatePipeline(Running.PipelineContext context);
}

/// <summary>An integration from <typeparamref name="TRaw"/> to <typeparamref name="TOut"/>.</summary>
/// <typeparam name="TRaw">A record as it is fetched.</typeparam>
/// <typeparam name="TOut">A record as it is delivered.</typeparam>
public sealed class IntegrationDescriptor<TRaw, TOut> : IntegrationDescriptor
    where TRaw : class
    where TOut : class
{
    private readonly Func<IntegrationServices, ConfigMap, Integration<TRaw, TOut>> _factory;
    private readonly Lazy<RecordSchema<TRaw>> _rawSchema;
    private readonly Lazy<RecordSchema<TOut>> _outputSchema;

    /// <summary>Describes an integration; the schemas are made when they are first asked for, since most commands need none of them.</summary>
    /// <param name="name">The integration's name, snake_case.</param>
    /// <param name="factory">Makes the integration, with its settings bound and its services injected.</param>
    /// <param name="rawSchema">Makes the schema of the records as fetched.</param>
    /// <param name="outputSchema">Makes the schema of the records as delivered.</param>
    public IntegrationDescriptor(
        string name,
        Func<IntegrationServices, ConfigMap, Integration<TRaw, TOut>> factory,
        Func<RecordSchema<TRaw>> rawSchema,
        Func<RecordSchema<TOut>> outputSchema)
        : base(name)
    {
        _factory = factory;
        _rawSchema = new Lazy<RecordSchema<TRaw>>(rawSchema);
        _outputSchema = new Lazy<RecordSchema<TOut>>(outputSchema);
    }

    /// <summary>Describes an integration whose schemas are there already.</summary>
    /// <param name="name">The integration's name, snake_case.</param>
    /// <param name="factory">Makes the integration, with its settings bound and its services injected.</param>
    /// <param name="rawSchema">The schema of the records as fetched.</param>
    /// <param name="outputSchema">The schema of the records as delivered.</param>
    public IntegrationDescriptor(
        string name,
        Func<IntegrationServices, ConfigMap, Integration<TRaw, TOut>> factory,
        RecordSchema<TRaw> rawSchema,
        RecordSchema<TOut> outputSchema)
        : this(name, factory, () => rawSchema, () => outputSchema)
    {
    }

    /// <inheritdoc/>
    public override RecordSchema<TOut> OutputSchema => _outputSchema.Value;

    /// <summary>The schema of the records as fetched.</summary>
    public RecordSchema<TRaw> RawSchema => _rawSchema.Value;

    internal Integration<TRaw, TOut> Create(IntegrationServices services, ConfigMap settings) => _factory(services, settings);

    internal override Running.IRunPipeline CreatePipeline(Running.PipelineContext context) =>
        new Running.RunPipeline<TRaw, TOut>(this, context);
}

/// <summary>What a compiled-in YAML file is.</summary>
public enum CompiledFileKind
{
    /// <summary>config.yaml.</summary>
    Config,

    /// <summary>config.ENVIRONMENT.yaml.</summary>
    Overlay,

    /// <summary>metadata.yaml.</summary>
    Metadata,
}

/// <summary>A YAML file that was compiled in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it was, relative to the root, with forward slashes.</param>
/// <param name="Text">Its text.</param>
public sealed record CompiledFile(CompiledFileKind Kind, string Path, string Text);

/// <summary>What metadata.yaml says.</summary>
public sealed record IntegrationMetadata
{
    /// <summary>Nothing known.</summary>
    public static IntegrationMetadata Empty { get; } = new() { Version = "0.0.0" };

    /// <summary>The integration's own version, SemVer.</summary>
    public required string Version { get; init; }

    /// <summary>Words to select by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The e-mail address of who owns it.</summary>
    public string? BusinessContact { get; init; }

    /// <summary>The e-mail address of who maintains it.</summary>
    public string? TechnicalContact { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateOnly? LastUpdated { get; init; }
}
