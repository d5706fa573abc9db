using IntegrationFramework.Http;

namespace Vendors.Http.Cassettes;

/// <summary>What is said of a request that wasn't recorded: which recorded one comes nearest, and what differs.</summary>
internal static class UnknownRequest
{
    private const int LongestValue = 120;

    public static string Explain(PlayedRequest asked, IReadOnlyList<PlayedRequest> recorded, HttpServices services)
    {
        var name = $"{asked.Method} {Short(asked.Request.Url)}";
        var record = $"ifw run {services.Integration} --record";
        if (services.Cassette is null)
        {
            return $"{name} can't be answered: {services.Integration} has no cassette, and the sandbox asks no service. Record one: {record}";
        }

        if (recorded.Count == 0)
        {
            return $"{name} can't be answered: the cassette of {services.Integration} is empty. Record it again: {record}";
        }

        var nearest = recorded.MinBy(request => Distance(asked, request))!;
        return $"{name} is not in the cassette of {services.Integration}. The nearest recorded request is {nearest.Method} {Short(nearest.Request.Url)}; "
            + $"{string.Join("; ", Differences(asked, nearest))}. Ask for what was recorded, or record it again: {record}";
    }

    private static double Distance(PlayedRequest asked, PlayedRequest recorded) =>
        (asked.Server == recorded.Server ? 0 : 16)
        + (asked.Path == recorded.Path ? 0 : 8 + (4 * PathDistance(asked.Path, recorded.Path)))
        + (asked.Method == recorded.Method ? 0 : 4)
        + Math.Min(asked.Query.Except(recorded.Query).Count() + recorded.Query.Except(asked.Query).Count(), 100) / 10.0
        + (asked.Body == recorded.Body ? 0 : 1);

    /// <summary>From 0 for the same to 1 for paths that differ from the first letter on.</summary>
    private static double PathDistance(string one, string other) =>
        1 - ((double)one.AsSpan().CommonPrefixLength(other) / Math.Max(one.Length, other.Length));

    private static IEnumerable<string> Differences(PlayedRequest asked, PlayedRequest recorded)
    {
        if (asked.Method != recorded.Method)
        {
            yield return $"the method is {asked.Method} here and {recorded.Method} there";
        }

        if (asked.Server != recorded.Server)
        {
            yield return $"the host is {asked.Server} here and {recorded.Server} there";
        }

        if (asked.Path != recorded.Path)
        {
            yield return $"the path is {Short(asked.Path)} here and {Short(recorded.Path)} there";
        }

        foreach (var name in asked.Query.Concat(recorded.Query).Select(pair => pair.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var here = Value(asked, name);
            var there = Value(recorded, name);
            if (here != there)
            {
                yield return here is null ? $"the parameter {name} is missing here and {Short(there!)} there"
                    : there is null ? $"the parameter {name} is {Short(here)} here and missing there"
                    : $"the parameter {name} is {Short(here)} here and {Short(there)} there";
            }
        }

        if (asked.Body != recorded.Body)
        {
            yield return BodyDifference(asked.Body, recorded.Body);
        }
    }

    private static string BodyDifference(string here, string there)
    {
        if (here.Length == 0 || there.Length == 0)
        {
            return here.Length == 0 ? "the body is missing here" : "the body is missing there";
        }

        const int before = 20;
        var at = here.AsSpan().CommonPrefixLength(there);
        var start = Math.Max(at - before, 0);
        return $"the bodies differ at character {at + 1}: '{Short(here[start..], 60)}' here and '{Short(there[start..], 60)}' there";
    }

    private static string? Value(PlayedRequest request, string name)
    {
        var values = request.Query.Where(pair => pair.Name == name).Select(pair => $"'{pair.Value}'").ToArray();
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    private static string Short(string text, int longest = LongestValue) => text.Length <= longest ? text : $"{text[..longest]}…";
}
