using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>A record to write: its kind and the fields to set. A field that is <see langword="null"/> is emptied; one that isn't named stays as it is.</summary>
/// <example>
/// <code>
/// var account = new SalesforceObject("Account") { ["Name"] = "Acme", ["AnnualRevenue"] = 1_000_000m, ["External_Id__c"] = "A-1" };
/// </code>
/// </example>
public sealed class SalesforceObject : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];

    /// <summary>Makes one without fields.</summary>
    /// <param name="type">Its kind, such as <c>Account</c>.</param>
    /// <param name="id">The id of a record that exists already.</param>
    public SalesforceObject(string type, string? id = null) => (Type, Id) = (Soql.Checked(type), id);

    /// <summary>Its kind.</summary>
    public string Type { get; }

    /// <summary>The id of the record, where it exists already.</summary>
    public string? Id { get; }

    /// <summary>
    /// A field: a string, bool, whole number, decimal, double, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see langword="null"/>, or
    /// another <see cref="SalesforceObject"/> with an external id, for a parent that is known by it.
    /// </summary>
    /// <exception cref="ArgumentException">The name isn't one, or the value is of another type.</exception>
    /// <exception cref="KeyNotFoundException">It was read, and isn't set.</exception>
    public object? this[string field]
    {
        get
        {
            var index = IndexOf(field);
            return index >= 0 ? _fields[index].Value : throw new KeyNotFoundException($"The {Type} has no '{field}'.");
        }

        set
        {
            _ = value is null or SalesforceObject || Text(value) is not null
                ? true : throw new ArgumentException($"'{field}' can't be a {value.GetType().Name}: Salesforce takes text, numbers, dates, moments and truth values.", nameof(value));
            var index = IndexOf(Soql.Checked(field));
            if (index < 0)
            {
                _fields.Add(new(field, value));
            }
            else
            {
                _fields[index] = new(field, value);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Its kind and id, without the values of its fields.</summary>
    public override string ToString() => Id is null ? Type : $"{Type} {Id}";

    internal int IndexOf(string field) => _fields.FindIndex(pair => pair.Key.Equals(field, StringComparison.OrdinalIgnoreCase));

    /// <summary>The fields as columns of CSV, those of parents by their path.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Columns() => _fields.SelectMany(pair => pair.Value is SalesforceObject parent
        ? parent.Columns().Select(column => new KeyValuePair<string, string?>($"{pair.Key}.{column.Key}", column.Value))
        : [new(pair.Key, pair.Value is null ? null : Text(pair.Value))]);

    internal void WriteFields(Utf8JsonWriter json, string? except = null)
    {
        foreach (var (name, value) in _fields)
        {
            if (name.Equals(except, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            json.WritePropertyName(name);
            Write(json, value);
        }
    }

    internal static string? Text(object value) => value switch
    {
        string text => text,
        bool flag => SoqlLiteral.Of(flag),
        int or long or short or byte or uint or ushort or sbyte or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        double number when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => SoqlLiteral.Of(date),
        DateTimeOffset moment => SoqlLiteral.Of(moment),
        _ => null,
    };

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case SalesforceObject parent:
                json.WriteStartObject();
                parent.WriteFields(json);
                json.WriteEndObject();
                break;
            case string or DateOnly or DateTimeOffset:
                json.WriteStringValue(Text(value));
                break;
            default:
                json.WriteRawValue(Text(value)!);
                break;
        }
    }
}
