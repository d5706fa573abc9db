namespace IntegrationFramework.FakeServices;

/// <summary>Makes a mistake of the fake itself visible: nobody shall look for it in the client under test.</summary>
/// <param name="stopping">Cancelled when the server stops.</param>
internal sealed class Failures(CancellationToken stopping)
{
    public async Task TellAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException
            && (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested))
        {
            // The client is gone, and with it whoever could be told.
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"The fake failed at {context.Request.Method} {context.Request.Path}: {exception}");
            if (context.Response.HasStarted)
            {
                throw;
            }

            await context.AnswerTextAsync(StatusCodes.Status500InternalServerError, "text/plain", $"The fake failed: {exception}");
        }
    }
}
