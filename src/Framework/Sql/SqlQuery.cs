using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IntegrationFramework;

/// <summary>
/// A statement with its parameters. An interpolated string becomes one by itself, and each of its holes a parameter: the values
/// never become part of the SQL.
/// </summary>
/// <example>
/// <code>
/// await foreach (var row in database.QueryAsync($"SELECT name FROM customers WHERE city = {city}", cancellationToken))
/// </code>
/// </example>
[InterpolatedStringHandler]
public sealed class SqlQuery
{
    private const int LongestExcerpt = 500;

    private readonly StringBuilder _text;
    private readonly List<KeyValuePair<string, object?>> _parameters;

    /// <summary>Begins the statement of an interpolated string; called by the compiler.</summary>
    public SqlQuery(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 4));
        _parameters = new List<KeyValuePair<string, object?>>(formattedCount);
    }

    /// <summary>Makes a statement from its text and named parameters.</summary>
    /// <param name="text">The SQL, with placeholders such as <c>@city</c>, <c>:city</c> or <c>$city</c>.</param>
    /// <param name="parameters">The values by name; a name without the sign before it is meant whatever the sign.</param>
    public SqlQuery(string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
        : this(0, parameters.Length)
    {
        _text.Append(text);
        foreach (var (name, value) in parameters)
        {
            Add(name, value);
        }
    }

    /// <summary>Makes a statement from its text and named parameters.</summary>
    /// <param name="text">The SQL, with placeholders such as <c>@city</c>, <c>:city</c> or <c>$city</c>.</param>
    /// <param name="parameters">The values by name; a name without the sign before it is meant whatever the sign.</param>
    public SqlQuery(string text, IReadOnlyDictionary<string, object?> parameters)
        : this(0, parameters.Count)
    {
        _text.Append(text);
        foreach (var (name, value) in parameters)
        {
            Add(name, value);
        }
    }

    /// <summary>The SQL, with placeholders.</summary>
    public string Text => _text.ToString();

    /// <summary>The SQL as messages show it: of a long script its beginning, the rest of which nobody would read.</summary>
    internal string Excerpt => _text.Length <= LongestExcerpt ? Text : _text.ToString(0, LongestExcerpt) + "…";

    /// <summary>The values by the names that were given.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Parameters => _parameters;

    /// <summary>A statement without parameters.</summary>
    public static implicit operator SqlQuery(string text) => FromString(text);

    /// <summary>A statement without parameters.</summary>
    public static SqlQuery FromString(string text) => new(text, ReadOnlySpan<(string, object?)>.Empty);

    /// <summary>Adds a literal part; called by the compiler.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>Adds a parameter; called by the compiler.</summary>
    public void AppendFormatted<T>(T value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{_parameters.Count}");
        _text.Append(name);
        _parameters.Add(new(name, value));
    }

    /// <summary>The SQL, with placeholders and without values.</summary>
    public override string ToString() => Text;

    private void Add(string name, object? value) =>
        _parameters.Add(new(name, value));
}
