using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFramework.FakeServices;

/// <summary>Whole answers, with their length.</summary>
internal static class Answers
{
    /// <summary>Letters beyond ASCII as they are, as the services write them.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToText(this JsonNode json) => json.ToJsonString(Plain);

    public static Task AnswerJsonAsync(this HttpContext context, int status, JsonNode body) =>
        context.AnswerTextAsync(status, "application/json; charset=utf-8", body.ToText());

    public static Task AnswerTextAsync(this HttpContext context, int status, string contentType, string text) =>
        context.AnswerBytesAsync(status, contentType, Encoding.UTF8.GetBytes(text));

    public static async Task AnswerBytesAsync(this HttpContext context, int status, string contentType, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
