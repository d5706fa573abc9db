using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationFramework.FakeServices.Requests;

/// <summary>A request as it arrived, and what became of it.</summary>
public sealed class ReceivedRequest
{
    /// <summary>1 for the first request that the server received.</summary>
    public required int Number { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary><c>GET</c>, <c>POST</c>, …</summary>
    public required string Method { get; init; }

    /// <summary>The path without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, with its question mark; empty where there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The headers, by their name in any case; several of one name are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as it was sent, up to <see cref="RequestLog.BodyLimit"/>; compressed if the client compressed it.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The length of the whole body, in bytes.</summary>
    public required long BodyLength { get; init; }

    /// <summary>The TCP connection that it came by; requests that share one have the same.</summary>
    public required string Connection { get; init; }

    /// <summary>When it arrived, by the server's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it arrived, in the monotonic ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long ReceivedTicks { get; init; }

    /// <summary>When the server was done with it, in the same ticks; null until then.</summary>
    public long? FinishedTicks { get; internal set; }

    /// <summary>The status it was answered with; null until then, and where the connection was broken instead.</summary>
    public int? Status { get; internal set; }

    /// <summary>The name of the fault that it met; null if none.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether the connection was broken instead of an answer.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>The body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A header's value; null if it wasn't sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A parameter of the query, decoded; null if it wasn't sent.</summary>
    public string? Parameter(string name) => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var values) ? values.ToString() : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Number}: {Method} {Path}{Query} → {Fault ?? Status?.ToString() ?? "not answered"}";
}
