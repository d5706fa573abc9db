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
    private const string Opening = "${";

    private (int[] InValue, int[] InSource)? _openings;

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

    /// <summary>The place in the source of a <c>${</c> of <see cref="Value"/>; the whole scalar's where one is written in escapes.</summary>
    /// <param name="index">Where it begins in the value.</param>
    /// <param name="length">How long what begins there is.</param>
    internal (int Start, int Length) Locate(int index, int length)
    {
        // Quotes, escapes, folds and indentation make the source another text, but leave the order of what opens a variable as it is.
        // Looked for once: a text of a megabyte may have a hundred thousand of them.
        var (inValue, inSource) = _openings ??= (OpeningsIn(Value, 0, Value.Length), OpeningsIn(Source.Text, Offset, Length));
        var opening = inValue.Length == inSource.Length ? Array.BinarySearch(inValue, index) : -1;
        return opening >= 0 ? (inSource[opening], length) : (Offset, Length);
    }

    private static int[] OpeningsIn(string text, int start, int length)
    {
        var found = new List<int>();
        var end = Math.Min(text.Length, start + length);
        for (var at = start; (at = text.IndexOf(Opening, at, end - at, StringComparison.Ordinal)) >= 0; at += Opening.Length)
        {
            found.Add(at);
        }

        return [.. found];
    }
}
