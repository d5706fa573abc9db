using System.Text.Json;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.FakeServices.Requests;

namespace IntegrationFramework.FakeServices;

/// <summary>
/// The fake's own paths, for those who don't run it in their process: <c>GET /_requests</c> (<c>?path=</c> with <c>*</c>) and
/// <c>DELETE /_requests</c>; <c>GET</c>, <c>POST</c> and <c>DELETE /_faults</c>; and the redirects that never end.
/// </summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, FakeServer fake)
    {
        routes.MapGet("/_requests", context => context.AnswerJsonAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. fake.Requests.To(context.Request.Query["path"].FirstOrDefault() ?? "*").Select(Write)])));
        routes.MapDelete("/_requests", context => Done(context, fake.Requests.Clear));
        routes.MapGet("/_faults", context => context.AnswerJsonAsync(
            StatusCodes.Status200OK, new JsonArray([.. fake.Faults.All.Select(FaultJson.Write)])));
        routes.MapPost("/_faults", context => AddFaultAsync(context, fake.Faults));
        routes.MapDelete("/_faults", context => Done(context, fake.Faults.Clear));
        routes.MapGet("/_redirects/there", context => RedirectAsync(context, "/_redirects/back"));
        routes.MapGet("/_redirects/back", context => RedirectAsync(context, "/_redirects/there"));
    }

    private static JsonObject Write(ReceivedRequest request)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = value;
        }

        return new JsonObject
        {
            ["number"] = request.Number,
            ["scheme"] = request.Scheme,
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["query"] = request.Query,
            ["headers"] = headers,
            ["body"] = request.Text,
            ["body_length"] = request.BodyLength,
            ["connection"] = request.Connection,
            ["received_at"] = request.ReceivedAt.ToString("O"),
            ["received_ticks"] = request.ReceivedTicks,
            ["finished_ticks"] = request.FinishedTicks,
            ["status"] = request.Status,
            ["fault"] = request.Fault,
        };
    }

    private static async Task AddFaultAsync(HttpContext context, FaultRules faults)
    {
        try
        {
            var json = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var rule = FaultJson.Add(faults, json as JsonObject ?? throw new FormatException("A fault is a JSON object."));
            await context.AnswerJsonAsync(StatusCodes.Status201Created, FaultJson.Write(rule));
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            await context.AnswerJsonAsync(StatusCodes.Status400BadRequest, new JsonObject { ["message"] = wrong.Message });
        }
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static Task Done(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
