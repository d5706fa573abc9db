using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vendors.Salesforce;

/// <summary>
/// A SOQL query. An interpolated string becomes one by itself, and what stands in its holes is written as a value, quoted and escaped: no
/// value can change the query. Names go in by <see cref="Soql.Field"/>, patterns by <see cref="Soql.Contains"/> and its like.
/// </summary>
/// <example>
/// <code>
/// salesforce.QueryAsync($"SELECT Id, Name FROM Account WHERE Type IN {types} AND SystemModstamp > {since} AND Name LIKE {Soql.StartsWith(name)}")
/// </code>
/// </example>
[InterpolatedStringHandler]
public sealed class SoqlQuery
{
    private readonly StringBuilder _text;
    private bool _isInQuotes;

    /// <summary>Begins the query of an interpolated string; called by the compiler.</summary>
    public SoqlQuery(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>The query, with its values.</summary>
    public string Text => _text.ToString();

    /// <summary>A query without values.</summary>
    /// <param name="text">A literal; what comes from elsewhere goes into the holes of an interpolated string.</param>
    public static SoqlQuery FromLiteral([ConstantExpected] string text)
    {
        var query = new SoqlQuery(text.Length, 0);
        query.AppendLiteral(text);
        return query;
    }

    /// <summary>Adds a literal part; called by the compiler.</summary>
    public void AppendLiteral(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (_isInQuotes && value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == '\'')
            {
                _isInQuotes = !_isInQuotes;
            }
        }

        _text.Append(value);
    }

    /// <summary>Adds a text, quoted and escaped.</summary>
    /// <exception cref="ArgumentException">The query has quotes around the hole.</exception>
    public void AppendFormatted(string? value) => Append(SoqlLiteral.Of(value));

    /// <summary>Adds a character as a text.</summary>
    public void AppendFormatted(char value) => AppendFormatted(value.ToString());

    /// <summary>Adds a truth value.</summary>
    public void AppendFormatted(bool? value) => Append(value is { } known ? SoqlLiteral.Of(known) : "null");

    /// <summary>Adds a number.</summary>
    public void AppendFormatted(long? value) => Append(value is { } known ? SoqlLiteral.Of(known) : "null");

    /// <summary>Adds a number.</summary>
    public void AppendFormatted(decimal? value) => Append(value is { } known ? SoqlLiteral.Of(known) : "null");

    /// <summary>Adds a date.</summary>
    public void AppendFormatted(DateOnly? value) => Append(value is { } known ? SoqlLiteral.Of(known) : "null");

    /// <summary>Adds a moment, in UTC and to the millisecond; what is finer is cut off.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Append(value is { } known ? SoqlLiteral.Of(known) : "null");

    /// <summary>Adds a list for <c>IN</c>, with its parentheses.</summary>
    /// <exception cref="ArgumentException">It is empty, for which SOQL has no form: nothing can be found, so don't ask.</exception>
    public void AppendFormatted(IEnumerable<string?> values) => AppendList(values.Select(SoqlLiteral.Of));

    /// <inheritdoc cref="AppendFormatted(IEnumerable{string?})"/>
    public void AppendFormatted(IEnumerable<int> values) => AppendList(values.Select(value => SoqlLiteral.Of((long)value)));

    /// <inheritdoc cref="AppendFormatted(IEnumerable{string?})"/>
    public void AppendFormatted(IEnumerable<long> values) => AppendList(values.Select(SoqlLiteral.Of));

    /// <inheritdoc cref="AppendFormatted(IEnumerable{string?})"/>
    public void AppendFormatted(IEnumerable<decimal> values) => AppendList(values.Select(SoqlLiteral.Of));

    /// <inheritdoc cref="AppendFormatted(IEnumerable{string?})"/>
    public void AppendFormatted(IEnumerable<DateOnly> values) => AppendList(values.Select(SoqlLiteral.Of));

    /// <inheritdoc cref="AppendFormatted(IEnumerable{string?})"/>
    public void AppendFormatted(IEnumerable<DateTimeOffset> values) => AppendList(values.Select(SoqlLiteral.Of));

    /// <summary>Adds names.</summary>
    public void AppendFormatted(SoqlName name) => Append(name.Text);

    /// <summary>Adds a pattern for <c>LIKE</c>, quoted.</summary>
    public void AppendFormatted(SoqlPattern pattern) => Append($"'{pattern.Escaped}'");

    /// <summary>Adds a part that was built in the same way.</summary>
    public void AppendFormatted(SoqlQuery part) => Append(part.Text);

    /// <summary>The query, with its values.</summary>
    public override string ToString() => Text;

    private void AppendList(IEnumerable<string> literals)
    {
        var list = string.Join(", ", literals);
        Append(list.Length > 0 ? $"({list})" : throw new ArgumentException("A list in a SOQL query is empty, so that nothing can be found: don't send the query."));
    }

    private void Append(string value) =>
        _text.Append(_isInQuotes
            ? throw new ArgumentException($"There are quotes around a value in a SOQL query, after: {_text} — leave them out, text is quoted by itself.")
            : value);
}
