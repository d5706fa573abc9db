using System.Globalization;

namespace Vendors.Salesforce;

/// <summary>How many of the org's API requests of the last 24 hours are used, as each response says.</summary>
/// <param name="Used">Requests used, by everybody.</param>
/// <param name="Limit">Requests that the org has.</param>
public readonly record struct ApiUsage(long Used, long Limit)
{
    internal const string Header = "Sforce-Limit-Info";

    /// <summary>Reads the header of a response: <c>api-usage=25/15000; per-app-api-usage=17/250(appName=sync)</c>.</summary>
    /// <returns>The org's usage; <see langword="null"/> where there is none, or none that can be read.</returns>
    internal static ApiUsage? Of(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(Header, out var values))
        {
            return null;
        }

        foreach (var part in string.Join(';', values).Split([';', ','], StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("api-usage=", StringComparison.OrdinalIgnoreCase)
                && part["api-usage=".Length..].Split('/') is [var used, var limit]
                && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var usedNumber)
                && long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limitNumber))
            {
                return new ApiUsage(usedNumber, limitNumber);
            }
        }

        return null;
    }
}
