using System.Globalization;

namespace IntegrationFramework.FakeServices.Faults;

/// <summary>
/// Faults as <c>POST /_faults</c> takes them: <c>{"fault": "status", "status": 503, "path": "/v2/*", "times": 2}</c>. Of the match
/// <c>path</c>, <c>method</c>, <c>query</c> and <c>nth</c>; all are optional. <c>times</c> is 1 by default.
/// </summary>
internal static class FaultJson
{
    /// <summary>The names of all faults, with the keys that each takes.</summary>
    public const string Help = """
        status: status, retry_after (seconds), retry_after_date (true for a date); answer: status, body, content_type;
        salesforce_error: error_code, message, status; html; invalid_json; redirect_loop; redirect: location, status; gzip_bomb: bytes;
        delay: milliseconds; timeout; stall; reset; lost_answer; cut_short; drip: milliseconds; wrong_content_length: difference
        """;

    public static FaultRule Add(FaultRules rules, JsonObject json)
    {
        var match = new FaultMatch(Text(json, "path") ?? "*")
        {
            Method = Text(json, "method"),
            Query = Text(json, "query"),
            Nth = (int)(Number(json, "nth") ?? 1),
        };
        return rules.Add(match, Read(json), (int)(Number(json, "times") ?? 1));
    }

    public static JsonObject Write(FaultRule rule) => new()
    {
        ["fault"] = rule.Fault.Name,
        ["path"] = rule.Match.Path,
        ["method"] = rule.Match.Method,
        ["query"] = rule.Match.Query,
        ["nth"] = rule.Match.Nth,
        ["times"] = rule.Times,
        ["fired"] = rule.Fired,
    };

    private static Fault Read(JsonObject json)
    {
        var name = Text(json, "fault");
        return name switch
        {
            "status" => Fault.Status((int)(Number(json, "status") ?? 500), Seconds(json, "retry_after"), Flag(json, "retry_after_date")),
            "answer" => Fault.Answer(
                (int)(Number(json, "status") ?? 200), Text(json, "body") ?? "", Text(json, "content_type") ?? "application/json"),
            "salesforce_error" => Fault.SalesforceError(
                Text(json, "error_code") ?? "UNKNOWN_EXCEPTION", Text(json, "message") ?? "", (int)(Number(json, "status") ?? 400)),
            "html" => Fault.Html(),
            "invalid_json" => Fault.InvalidJson(),
            "redirect_loop" => Fault.RedirectLoop(),
            "redirect" => Fault.Redirect(Text(json, "location") ?? "/", (int)(Number(json, "status") ?? 302)),
            "gzip_bomb" => Fault.GzipBomb((long)(Number(json, "bytes") ?? 256L * 1024 * 1024)),
            "delay" => Fault.Delay(Milliseconds(json)),
            "timeout" => Fault.Timeout(),
            "stall" => Fault.Stall(),
            "reset" => Fault.Reset(),
            "lost_answer" => Fault.LostAnswer(),
            "cut_short" => Fault.CutShort(),
            "drip" => Fault.Drip(Milliseconds(json)),
            "wrong_content_length" => Fault.WrongContentLength((int)(Number(json, "difference") ?? -1)),
            _ => throw new FormatException($"There is no fault '{name}'. The faults and their keys are: {Help}"),
        };
    }

    private static string? Text(JsonObject json, string key) => json[key]?.GetValue<string>();

    private static decimal? Number(JsonObject json, string key) => json[key]?.GetValue<decimal>();

    private static bool Flag(JsonObject json, string key) => json[key]?.GetValue<bool>() ?? false;

    private static TimeSpan? Seconds(JsonObject json, string key) =>
        Number(json, key) is { } seconds ? TimeSpan.FromSeconds((double)seconds) : null;

    private static TimeSpan Milliseconds(JsonObject json) =>
        Number(json, "milliseconds") is { } milliseconds
            ? TimeSpan.FromMilliseconds((double)milliseconds)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{Text(json, "fault")}' needs 'milliseconds'."));
}
