using System.Globalization;
using IntegrationFramework.Configuration.Rules;

namespace Vendors.Salesforce;

/// <summary>
/// A record as Salesforce gave it. Fields are named as in the query, those of parents by their path, <c>Account.Name</c>; upper and lower case
/// are the same. What is empty is <see langword="null"/>.
/// </summary>
public abstract class SalesforceRecord
{
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private protected SalesforceRecord()
    {
    }

    /// <summary>The field <c>Id</c>, which the query has to select.</summary>
    /// <exception cref="SalesforceException">The query didn't.</exception>
    public string Id => GetString("Id") ?? "";

    /// <summary>The kind of record, such as <c>Account</c>; empty where it wasn't said.</summary>
    public abstract string Type { get; }

    /// <summary>A field as text, as Salesforce wrote it.</summary>
    /// <exception cref="SalesforceException">The record has no such field.</exception>
    public string? GetString(string field) => Text(field);

    /// <summary>A number, also an amount of money or a percentage.</summary>
    /// <exception cref="SalesforceException">The record has no such field, or it isn't a number.</exception>
    public decimal? GetDecimal(string field) => Text(field) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw NotA("number", field, text);

    /// <summary>A whole number; Salesforce writes some of them as <c>12.0</c>.</summary>
    /// <exception cref="SalesforceException">The record has no such field, or it isn't a whole number.</exception>
    public long? GetInt64(string field) => GetDecimal(field) is not { } value ? null
        : decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value
        : throw NotA("whole number", field, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A checkbox.</summary>
    /// <exception cref="SalesforceException">The record has no such field, or it is something else.</exception>
    public bool? GetBoolean(string field) => Text(field) is not { } text ? null
        : bool.TryParse(text, out var value) ? value : throw NotA("truth value", field, text);

    /// <summary>A moment, in UTC.</summary>
    /// <exception cref="SalesforceException">The record has no such field, or it isn't a moment.</exception>
    public DateTimeOffset? GetDateTimeOffset(string field) => Text(field) is not { } text ? null
        : DateTimeOffset.TryParseExact(
            text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value : throw NotA("moment", field, text);

    /// <summary>A date.</summary>
    /// <exception cref="SalesforceException">The record has no such field, or it isn't a date.</exception>
    public DateOnly? GetDateOnly(string field) => Text(field) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value : throw NotA("date", field, text);

    /// <summary>What is chosen of a multi-select picklist; empty where nothing is.</summary>
    /// <exception cref="SalesforceException">The record has no such field.</exception>
    public IReadOnlyList<string> GetChoices(string field) => Text(field)?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The records of a subquery, <c>(SELECT … FROM Contacts)</c>, however many pages they have.</summary>
    /// <param name="relationship">The relationship's name, such as <c>Contacts</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SalesforceException">The query has no such subquery, or a page couldn't be read.</exception>
    public abstract IAsyncEnumerable<SalesforceRecord> ChildrenAsync(string relationship, CancellationToken cancellationToken = default);

    private protected abstract string? Text(string field);

    private protected static SalesforceException NoSuchField(string field, IEnumerable<string> fields)
    {
        var known = fields.ToList();
        var meant = Suggestion.Closest(field, known) is { } name ? $" Did you mean '{name}'?" : "";
        return new SalesforceException($"A record of Salesforce has no '{field}'; the query gave {string.Join(", ", known)}.{meant} Add it to the query's SELECT.");
    }

    private SalesforceException NotA(string kind, string field, string text) =>
        new($"Salesforce: '{field}' of {(Type.Length > 0 ? Type : "a record")} is no {kind}: '{text}'.");
}
