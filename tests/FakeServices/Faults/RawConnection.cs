using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationFramework.FakeServices.Faults;

/// <summary>
/// The connection below Kestrel, for answers that Kestrel would never send. Behind TLS the bytes are encrypted as usual. Who sends here
/// must not answer through the response any more, and has to see the connection to its end.
/// </summary>
internal static class RawConnection
{
    /// <summary>Sends the status, the headers set so far, a length that need not be true, and whatever there is of the body.</summary>
    public static async Task SendAsync(FaultContext context, long contentLength, ReadOnlyMemory<byte> body)
    {
        var response = context.Http.Response;
        context.Received.Status = response.StatusCode;
        response.ContentLength = contentLength;
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        foreach (var (name, values) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        }

        var output = Transport(context.Http).Transport.Output;
        await output.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), context.Gone);
        await output.WriteAsync(body, context.Gone);
    }

    /// <summary>Closes the connection in order, after everything is sent; behind TLS by its own word for that.</summary>
    public static async Task CloseAsync(FaultContext context)
    {
        if (context.Http.Features.Get<ISslStreamFeature>() is { } tls)
        {
            await tls.SslStream.ShutdownAsync();
        }
        else
        {
            await Transport(context.Http).Transport.Output.CompleteAsync();
        }

        await context.WaitUntilGoneAsync();
        context.Http.Abort();
    }

    /// <summary>Resets the connection: the client gets an RST and none of what was sent just before.</summary>
    public static void Reset(HttpContext context)
    {
        // Closed with nothing to linger for, a socket sends RST instead of FIN.
        var socket = context.Features.Get<IConnectionSocketFeature>()!.Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
    }

    private static IConnectionTransportFeature Transport(HttpContext context) =>
        context.Features.Get<IConnectionTransportFeature>()!;
}
