namespace IntegrationFramework.Configuration.Rules;

/// <summary>What kind of value a key takes.</summary>
public enum ValueKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number, within <see cref="ValueSchema.Min"/> and <see cref="ValueSchema.Max"/>.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>One of <see cref="ValueSchema.Names"/>, snake_case.</summary>
    Enum,

    /// <summary>A span of time: <c>200ms</c>, <c>10s</c>, <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A number of bytes: <c>64MB</c>.</summary>
    ByteSize,

    /// <summary>Events per interval: <c>10/s</c>.</summary>
    Rate,

    /// <summary>An absolute URI.</summary>
    Uri,

    /// <summary>A date: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>A point in time, ISO 8601 with offset.</summary>
    Timestamp,

    /// <summary>A five-field cron expression.</summary>
    Cron,

    /// <summary>A path to read.</summary>
    InputPath,

    /// <summary>A path to write.</summary>
    OutputPath,

    /// <summary>A secret: only from the environment.</summary>
    Secret,

    /// <summary>A list of <see cref="ValueSchema.Item"/>.</summary>
    List,

    /// <summary>String keys, each with an <see cref="ValueSchema.Item"/>.</summary>
    Dictionary,

    /// <summary>A map with the keys of <see cref="ValueSchema.Map"/>.</summary>
    Map,

    /// <summary>A map with exactly one of the keys of <see cref="ValueSchema.Map"/>: a choice, such as a sink.</summary>
    Choice,

    /// <summary>A version by SemVer 2: <c>1.2.3</c>.</summary>
    SemVer,

    /// <summary>A word to select by.</summary>
    Tag,
}

/// <summary>What a value must be.</summary>
public sealed record ValueSchema(ValueKind Kind)
{
    /// <summary>Whether null is allowed.</summary>
    public bool Nullable { get; init; }

    /// <summary>The smallest number, inclusive unless <see cref="MinExclusive"/>; invariant text, so that decimals keep their digits.</summary>
    public string? Min { get; init; }

    /// <summary>The largest number, inclusive unless <see cref="MaxExclusive"/>.</summary>
    public string? Max { get; init; }

    /// <summary>Whether <see cref="Min"/> itself is too small.</summary>
    public bool MinExclusive { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is too large.</summary>
    public bool MaxExclusive { get; init; }

    /// <summary>The least number of characters or elements.</summary>
    public int? MinLength { get; init; }

    /// <summary>The greatest number of characters or elements.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether the text must be an http, https or ftp URL.</summary>
    public bool IsUrl { get; init; }

    /// <summary>Whether the text must be an e-mail address.</summary>
    public bool IsEmail { get; init; }

    /// <summary>Whether the text must be more than white space.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Whether a <see cref="ValueKind.Float"/> is of single precision, so that it can't be as large as others.</summary>
    public bool IsSingle { get; init; }

    /// <summary>The only values allowed, as text; for <see cref="ValueKind.Enum"/> the names.</summary>
    public EquatableArray<string> Names { get; init; }

    /// <summary>What each element of a list or dictionary is.</summary>
    public ValueSchema? Item { get; init; }

    /// <summary>The keys of a map.</summary>
    public MapSchema? Map { get; init; }
}

/// <summary>One key of a map.</summary>
/// <param name="Name">snake_case.</param>
/// <param name="Value">What it takes.</param>
/// <param name="Required">Whether it must be there once all layers are merged.</param>
/// <param name="Obsolete">What to do instead, where the key is obsolete.</param>
/// <param name="Description">What it means, for help and editors.</param>
public sealed record KeySchema(string Name, ValueSchema Value, bool Required = false, string? Obsolete = null, string? Description = null);

/// <summary>The keys of a map.</summary>
public sealed record MapSchema(EquatableArray<KeySchema> Keys)
{
    /// <summary>Makes a schema of these keys.</summary>
    public MapSchema(params KeySchema[] keys)
        : this(new EquatableArray<KeySchema>(keys))
    {
    }

    /// <summary>A map without keys.</summary>
    public static MapSchema Empty { get; } = new();

    /// <summary>Finds a key by name.</summary>
    public KeySchema? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }
}
