namespace IntegrationFramework.Configuration.Rules;

/// <summary>A node of a YAML document that knows its place.</summary>
public abstract class YamlNode
{
    private protected YamlNode(YamlSource source, int start, int length)
    {
        Source = source;
        Offset = start;
        Length = length;
    }

    /// <summary>The path with forward slashes, or the name of a layer that is not a file.</summary>
    public string File => Source.File;

    /// <summary>The offset of the first character, in UTF-16 code units.</summary>
    public int Start => Offset + Source.Skipped;

    /// <summary>How many code units.</summary>
    public int Length { get; }

    /// <summary>From 1.</summary>
    public int Line => Source.Position(Offset).Line;

    /// <summary>From 1.</summary>
    public int Column => Source.Position(Offset).Column;

    /// <summary>What the node was read from.</summary>
    internal YamlSource Source { get; }

    /// <summary>The offset into <see cref="YamlSource.Text"/>.</summary>
    internal int Offset { get; }

    /// <summary>Whether this is YAML's null: <c>~</c>, <c>null</c> or nothing at all.</summary>
    public virtual bool IsNull => false;
}

/// <summary>One key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A map, in the order of the file; of two equal keys it holds the first.</summary>
public sealed class YamlMap : YamlNode
{
    private readonly Dictionary<string, YamlEntry> _byKey = new(StringComparer.Ordinal);

    internal YamlMap(YamlSource source, int start, int length, IReadOnlyList<YamlEntry> entries)
        : base(source, start, length)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            _byKey[entry.Key.Value] = entry;
        }
    }

    /// <summary>The keys and values, in the order of the file.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <summary>The entry of a key, or <see langword="null"/>.</summary>
    public YamlEntry? Find(string key) => _byKey.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>The value of a key, or <see langword="null"/>.</summary>
    public YamlNode? this[string key] => Find(key)?.Value;
}

/// <summary>A list.</summary>
public sealed class YamlList : YamlNode
{
    internal YamlList(YamlSource source, int start, int length, IReadOnlyList<YamlNode> items)
        : base(source, start, length) => Items = items;

    /// <summary>The items, in the order of the file.</summary>
    public IReadOnlyList<YamlNode> Items { get; }
}

/// <summary>Where the text of a scalar comes from.</summary>
internal enum ScalarOrigin
{
    /// <summary>As it stands in the source; <c>${…}</c> in it is still to be filled in.</summary>
    Written,

    /// <summary>At least one <c>${…}</c> was filled in: it may be any type, and messages don't quote it.</summary>
    Interpolated,

    /// <summary>Taken from an environment variable as it is: neither YAML nor <c>${…}</c>.</summary>
    Verbatim,
}

/// <summary>A scalar.</summary>
public sealed class YamlScalar : YamlNode
{
    private bool? _standsAsItIs;

    internal YamlScalar(YamlSource source, int start, int length, string value, bool isPlain)
        : base(source, start, length)
    {
        Value = value;
        IsPlain = isPlain;
    }

    /// <summary>The text, unquoted and unescaped.</summary>
    public string Value { get; }

    /// <summary>Whether it was written without quotes, so that it may be null, true, a number.</summary>
    public bool IsPlain { get; }

    /// <inheritdoc/>
    public override bool IsNull => IsPlain && CoreSchema.IsNull(Value);

    /// <summary>Where the text comes from.</summary>
    internal ScalarOrigin Origin { get; init; }

    /// <summary>The values of variables that were filled in.</summary>
    internal IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The place of a part of <see cref="Value"/> in the source; the whole scalar's where escapes or folds are between.</summary>
    internal (int Start, int Length) Locate(int index, int length)
    {
        // Compared once: a text of a megabyte may have a hundred thousand parts.
        var begin = Offset + (IsPlain ? 0 : 1);
        _standsAsItIs ??= begin <= Source.Text.Length && string.CompareOrdinal(Source.Text, begin, Value, 0, Value.Length) == 0;
        return _standsAsItIs.Value ? (begin + index, length) : (Offset, Length);
    }
}
