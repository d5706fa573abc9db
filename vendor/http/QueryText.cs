using System.Globalization;
using System.Text;

namespace Vendors.Http;

/// <summary>Writes the query of a URL. What is <see langword="null"/> is left out; what needs it is escaped.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public QueryText Add(string name, IFormattable? value) => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Adds a list whose items are separated by commas; an empty one is left out.</summary>
    public QueryText Add(string name, IReadOnlyList<string> values) => values.Count == 0 ? this : Add(name, string.Join(',', values));

    /// <summary>The address of a path below a base address, whose own path is kept.</summary>
    public Uri Below(Uri baseUrl, string path) =>
        new($"{baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}{_text}");

    public override string ToString() => _text.ToString();
}
