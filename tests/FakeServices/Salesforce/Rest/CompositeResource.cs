using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary><c>/composite</c>: up to 25 calls in one, later ones with what earlier ones answered: <c>@{newAccount.id}</c>.</summary>
internal sealed partial class CompositeResource(FakeSalesforce service, Func<SalesforceCall, SalesforceAnswer> answer)
{
    private const int MostCalls = 25;

    public SalesforceAnswer Run(SalesforceCall call)
    {
        var body = call.Json();
        var requests = body["compositeRequest"] as JsonArray
            ?? throw SalesforceException.BadRequest("REQUIRED_FIELD_MISSING", "The compositeRequest parameter is required.", "compositeRequest");
        if (requests.Count > MostCalls)
        {
            throw SalesforceException.BadRequest("LIMIT_EXCEEDED", $"Limit of {MostCalls} subrequests exceeded.");
        }

        var allOrNone = body["allOrNone"]?.GetValue<bool>() ?? false;
        var parts = requests.OfType<JsonObject>().Select(request => new Part(request)).ToList();
        service.Records.InTransaction(() =>
        {
            var done = new Dictionary<string, Part>();
            foreach (var part in parts)
            {
                part.Answer = Answer(call, part, done);
                done[part.ReferenceId] = part;
            }

            return !allOrNone || parts.All(part => part.Succeeded);
        });
        if (allOrNone && !parts.All(part => part.Succeeded))
        {
            HaltOthers(parts);
        }

        return SalesforceAnswer.Ok(new JsonObject { ["compositeResponse"] = new JsonArray([.. parts.Select(part => part.ToJson())]) });
    }

    private SalesforceAnswer Answer(SalesforceCall call, Part part, Dictionary<string, Part> done)
    {
        try
        {
            var address = Fill(part.Url, done);
            var content = part.Body is null ? [] : Encoding.UTF8.GetBytes(Fill(part.Body, done));
            return answer(SalesforceCall.From(part.Method, address, call.Headers, content));
        }
        catch (SalesforceException refused)
        {
            return new SalesforceAnswer(refused.Status, refused.ToJson());
        }
    }

    /// <summary>Puts the answers of earlier calls where they are referred to.</summary>
    private static string Fill(string text, Dictionary<string, Part> done) => Reference().Replace(text, match =>
    {
        var (reference, path) = (match.Groups["reference"].Value, match.Groups["path"].Value);
        if (!done.TryGetValue(reference, out var part))
        {
            throw SalesforceException.BadRequest("PROCESSING_HALTED", $"Invalid reference specified. No value for {reference} found.");
        }

        JsonNode? value = part.Succeeded ? part.Answer.Json : null;
        foreach (Match step in Step().Matches(path))
        {
            value = step.Groups["index"] is { Success: true } index
                ? (value as JsonArray)?.ElementAtOrDefault(int.Parse(index.ValueSpan, CultureInfo.InvariantCulture))
                : (value as JsonObject)?[step.Groups["name"].Value];
        }

        return value?.ToString() ?? throw SalesforceException.BadRequest(
            "PROCESSING_HALTED", $"Invalid reference specified. No value for {reference}.{path} found in {reference}.");
    });

    private static void HaltOthers(List<Part> parts)
    {
        var halted = new SalesforceException(
            400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.");
        foreach (var part in parts.Where(part => part.Succeeded))
        {
            part.Answer = new SalesforceAnswer(halted.Status, halted.ToJson());
        }
    }

    [GeneratedRegex(@"@\{(?<reference>\w+)\.(?<path>[^}]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\[(?<index>\d+)\]|(?<name>\w+)")]
    private static partial Regex Step();

    private sealed class Part(JsonObject request)
    {
        public string Method { get; } = Text(request, "method").ToUpperInvariant();

        public string Url { get; } = Text(request, "url");

        public string ReferenceId { get; } = Text(request, "referenceId");

        public string? Body { get; } = request["body"]?.ToText();

        public SalesforceAnswer Answer { get; set; } = SalesforceAnswer.NoContent;

        public bool Succeeded => Answer.Status < 400;

        public JsonObject ToJson() => new()
        {
            ["body"] = Answer.Json?.DeepClone(),
            ["httpHeaders"] = new JsonObject([.. Answer.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))]),
            ["httpStatusCode"] = Answer.Status,
            ["referenceId"] = ReferenceId,
        };

        private static string Text(JsonObject request, string name) => request[name]?.GetValue<string>()
            ?? throw SalesforceException.BadRequest("REQUIRED_FIELD_MISSING", $"The {name} of a subrequest is required.", name);
    }
}
