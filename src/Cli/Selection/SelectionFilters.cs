using System.Buffers;
using System.Globalization;
using System.IO.Enumeration;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.Selection;

/// <summary>What integrations have to be like to be selected. All that is said has to be true of them.</summary>
internal sealed record SelectionFilters
{
    /// <summary>Selects everything.</summary>
    public static SelectionFilters None { get; } = new();

    /// <summary>Tags that they all have; upper and lower case are the same.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A pattern for the name, with <c>*</c> and <c>?</c>.</summary>
    public string? Match { get; init; }

    /// <summary>The business contact's address.</summary>
    public string? BusinessContact { get; init; }

    /// <summary>The technical contact's address.</summary>
    public string? TechnicalContact { get; init; }

    /// <summary>The day before which they were last updated.</summary>
    public DateOnly? UpdatedBefore { get; init; }

    /// <summary>The day after which they were last updated.</summary>
    public DateOnly? UpdatedAfter { get; init; }

    /// <summary>A part of the description.</summary>
    public string? Description { get; init; }

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Canonical() == "{}";

    /// <summary>A short name for these filters: the same ones always have the same.</summary>
    /// <remarks>It names, it doesn't protect: a cryptographic hash would load OpenSSL at every start.</remarks>
    public string Hash => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Canonical())).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Whether an integration is as the filters say.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="lastUpdated">When it was last updated, as far as that is known.</param>
    public bool Select(string name, IntegrationMetadata metadata, DateOnly? lastUpdated) =>
        Tags.All(tag => metadata.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && (Match is null || FileSystemName.MatchesSimpleExpression(Match, name, ignoreCase: true))
        && IsSame(BusinessContact, metadata.BusinessContact)
        && IsSame(TechnicalContact, metadata.TechnicalContact)
        && (UpdatedBefore is null || lastUpdated < UpdatedBefore)
        && (UpdatedAfter is null || lastUpdated > UpdatedAfter)
        && (Description is null || metadata.Description?.Contains(Description, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The filters as JSON, in one way only: what is not said is left out, tags are sorted.</summary>
    public string Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Tags.Count > 0)
            {
                json.WriteStartArray("tags");
                foreach (var tag in Tags.Select(tag => tag.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    json.WriteStringValue(tag);
                }

                json.WriteEndArray();
            }

            WriteText("match", Match);
            WriteText("business_contact", BusinessContact);
            WriteText("technical_contact", TechnicalContact);
            WriteText("updated_before", UpdatedBefore?.ToString("O", CultureInfo.InvariantCulture));
            WriteText("updated_after", UpdatedAfter?.ToString("O", CultureInfo.InvariantCulture));
            WriteText("description", Description);
            json.WriteEndObject();

            void WriteText(string name, string? value)
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Canonical"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SelectionFilters Read(JsonElement json)
    {
        try
        {
            return new SelectionFilters
            {
                Tags = json.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [],
                Match = Text("match"),
                BusinessContact = Text("business_contact"),
                TechnicalContact = Text("technical_contact"),
                UpdatedBefore = Date("updated_before"),
                UpdatedAfter = Date("updated_after"),
                Description = Text("description"),
            };
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException(error.Message, error);
        }

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

        DateOnly? Date(string name) =>
            Text(name) is { } text ? DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture) : null;
    }

    private static bool IsSame(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);
}
