using System.Net.Sockets;
using System.Security.Authentication;

namespace Vendors.Http;

/// <summary>Says in a few words what is wrong with a connection, without a URL in it.</summary>
internal static class TransportErrors
{
    public static string Describe(Exception error) => error switch
    {
        TimeoutException or ProxyException => error.Message.TrimEnd('.'),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the answer ended before it was complete",
        HttpRequestException { InnerException: HttpIOException inner } => Describe(inner),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name isn't known to DNS",
        HttpRequestException { InnerException: AuthenticationException inner } => inner.Message.TrimEnd('.'),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the answer is no valid HTTP",
        _ when SocketErrorOf(error) is { } socket => socket switch
        {
            SocketError.ConnectionRefused => "the connection was refused",
            SocketError.ConnectionReset => "the connection was reset",
            SocketError.TimedOut => "no connection could be made in time",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "it can't be reached from here",
            _ => new SocketException((int)socket).Message.TrimEnd('.'),
        },
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed before an answer came",
        _ => error.Message.TrimEnd('.'),
    };

    public static string DescribeCertificate(string host, AuthenticationException error)
    {
        var message = error.Message;
        var reasons = new List<string>();
        foreach (var (sign, reason) in CertificateProblems)
        {
            if (message.Contains(sign, StringComparison.Ordinal) && !reasons.Contains(reason))
            {
                reasons.Add(reason);
            }
        }

        return reasons.Count > 0
            ? $"the certificate of {host} can't be trusted: {string.Join(", and ", reasons)}."
            : $"no secure connection to {host} could be made: {message.TrimEnd('.')}.";
    }

    private static readonly (string Sign, string Reason)[] CertificateProblems =
    [
        ("RemoteCertificateNameMismatch", "it was issued for another name"),
        ("RemoteCertificateChainErrors", "its issuer isn't trusted on this machine, or it has expired"),
        ("NotTimeValid", "it has expired or isn't valid yet"),
        ("UntrustedRoot", "its issuer isn't trusted on this machine"),
        ("PartialChain", "its issuer isn't trusted on this machine"),
        ("Revoked", "it was revoked"),
        ("RemoteCertificateNotAvailable", "the server shows none"),
    ];

    private static SocketError? SocketErrorOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
