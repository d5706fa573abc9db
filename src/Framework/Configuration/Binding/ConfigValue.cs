using System.Diagnostics;
using System.Numerics;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>
/// A value of the configuration, to be read as what the settings record declares. It was checked before: a value that can't be read
/// as what is asked for is a mistake of the caller, and throws.
/// </summary>
/// <exception cref="ConfigurationException">By every method: the value isn't of that type; the message names file, line and column.</exception>
[DebuggerDisplay("a value of the configuration")]
public readonly struct ConfigValue
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly YamlNode? _node;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly BindingPaths? _paths;

    internal ConfigValue(YamlNode? node, BindingPaths paths)
    {
        _node = node;
        _paths = paths;
    }

    /// <summary>Whether the value is null, or a variable that is set to nothing.</summary>
    public bool IsNull => _node is null or YamlScalar { Origin: not ScalarOrigin.Interpolated, IsNull: true }
        or YamlScalar { Origin: ScalarOrigin.Interpolated, Value.Length: 0 };

    private BindingPaths Paths => _paths ?? BindingPaths.Current;

    /// <summary>Reads text.</summary>
    public string AsString() => _node is YamlScalar scalar ? scalar.Value : throw Wrong("a text");

    /// <summary>Reads true or false.</summary>
    public bool AsBoolean() => CoreSchema.TryBoolean(AsString(), out var value) ? value : throw Wrong("true or false");

    /// <summary>Reads a whole number from -128 to 127.</summary>
    public sbyte AsSByte() => AsInteger<sbyte>();

    /// <summary>Reads a whole number from 0 to 255.</summary>
    public byte AsByte() => AsInteger<byte>();

    /// <summary>Reads a whole number of 16 bits.</summary>
    public short AsInt16() => AsInteger<short>();

    /// <summary>Reads a whole number of 16 bits without sign.</summary>
    public ushort AsUInt16() => AsInteger<ushort>();

    /// <summary>Reads a whole number of 32 bits.</summary>
    public int AsInt32() => AsInteger<int>();

    /// <summary>Reads a whole number of 32 bits without sign.</summary>
    public uint AsUInt32() => AsInteger<uint>();

    /// <summary>Reads a whole number of 64 bits.</summary>
    public long AsInt64() => AsInteger<long>();

    /// <summary>Reads a whole number of 64 bits without sign.</summary>
    public ulong AsUInt64() => AsInteger<ulong>();

    /// <summary>Reads a floating-point number of single precision.</summary>
    public float AsSingle()
    {
        var value = AsDouble();
        var single = (float)value;
        return float.IsInfinity(single) && !double.IsInfinity(value) ? throw Wrong("a number of single precision") : single;
    }

    /// <summary>Reads a floating-point number.</summary>
    public double AsDouble() => NumberFormat.TryDouble(AsString(), out var value) ? value : throw Wrong("a number");

    /// <summary>Reads a decimal number.</summary>
    public decimal AsDecimal() => NumberFormat.TryDecimal(AsString(), out var value) ? value : throw Wrong("a decimal number");

    /// <summary>Reads a span of time: <c>1h30m</c>.</summary>
    public TimeSpan AsDuration() => DurationFormat.TryParse(AsString(), out var value) ? value : throw Wrong("a duration such as 10s");

    /// <summary>Reads a number of bytes: <c>64MB</c>.</summary>
    public ByteSize AsByteSize() => ByteSizeFormat.TryParse(AsString(), out var bytes) ? new ByteSize(bytes) : throw Wrong("a size such as 64MB");

    /// <summary>Reads a rate: <c>10/s</c>.</summary>
    public Rate AsRate() => RateFormat.TryParse(AsString(), out var count, out var interval) ? new Rate(count, interval) : throw Wrong("a rate such as 10/s");

    /// <summary>Reads an absolute URI.</summary>
    public Uri AsUri() => TextFormat.TryUri(AsString(), out var value) ? value! : throw Wrong("an absolute URL");

    /// <summary>Reads a date: <c>2026-01-31</c>.</summary>
    public DateOnly AsDate() => DateFormat.TryDate(AsString(), out var value) ? DateOnly.FromDateTime(value) : throw Wrong("a date such as 2026-01-31");

    /// <summary>Reads a point in time with its offset.</summary>
    public DateTimeOffset AsTimestamp() => DateFormat.TryTimestamp(AsString(), out var value) ? value : throw Wrong("a time with its offset");

    /// <summary>Reads a cron expression.</summary>
    public Schedule AsSchedule() => CronFormat.TryParse(AsString(), out var expression, out var zone, out _)
        ? new Schedule(expression, zone)
        : throw Wrong("a cron expression of five fields");

    /// <summary>Reads a path, relative to the root.</summary>
    public InputPath AsInputPath() => Paths.Input(AsString());

    /// <summary>Reads a path, relative to the root's <c>output/</c>.</summary>
    public OutputPath AsOutputPath() => Paths.Output(AsString());

    /// <summary>Reads a secret.</summary>
    public Secret AsSecret() => new(AsString());

    /// <summary>Reads a name of an enum.</summary>
    /// <param name="parse">Turns the snake_case name into the value; throws <see cref="ArgumentException"/> or <see cref="FormatException"/> for another.</param>
    public T AsEnum<T>(Func<string, T> parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        try
        {
            return parse(AsString());
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw Wrong($"a name of {typeof(T).Name}", error);
        }
    }

    /// <summary>Reads a list.</summary>
    public List<T> AsList<T>(Func<ConfigValue, T> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var nodes = _node is YamlList list ? list.Items : throw Wrong("a list");
        var values = new List<T>(nodes.Count);
        foreach (var node in nodes)
        {
            values.Add(item(new ConfigValue(node, Paths)));
        }

        return values;
    }

    /// <summary>Reads a map of any string keys.</summary>
    public Dictionary<string, T> AsDictionary<T>(Func<ConfigValue, T> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var entries = _node is YamlMap map ? map.Entries : throw Wrong("a map of names to values");
        var values = new Dictionary<string, T>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            values.Add(entry.Key.Value, item(new ConfigValue(entry.Value, Paths)));
        }

        return values;
    }

    /// <summary>Reads a map of known keys; a key with nothing behind it is a map without keys.</summary>
    public ConfigMap AsMap() => _node switch
    {
        YamlMap map => new ConfigMap(map, Paths),
        YamlScalar { IsPlain: true, Value.Length: 0 } => new ConfigMap(null, Paths),
        _ => throw Wrong("a map"),
    };

    /// <summary>Not the value: it may be a secret.</summary>
    public override string ToString() => _node is null ? "nothing" : $"the value at {_node.File}({_node.Line},{_node.Column})";

    private T AsInteger<T>()
        where T : struct, INumber<T>, IMinMaxValue<T> =>
        NumberFormat.TryInteger(AsString(), out var value)
            && value >= decimal.CreateChecked(T.MinValue) && value <= decimal.CreateChecked(T.MaxValue)
            ? T.CreateChecked(value)
            : throw Wrong($"a whole number from {T.MinValue} to {T.MaxValue}");

    private ConfigurationException Wrong(string needed, Exception? inner = null)
    {
        var source = _node?.Source ?? new YamlSource("configuration", "");
        return new ConfigurationException(
            source.Diagnostic(RuleIds.Config.WrongType, ConfigSeverity.Error, _node?.Offset ?? 0, _node?.Length ?? 0, $"{needed} is needed here"),
            inner);
    }
}
