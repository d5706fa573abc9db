using System.Security.Cryptography.X509Certificates;

namespace IntegrationFramework.FakeServices;

/// <summary>How a <see cref="FakeServer"/> is started.</summary>
public sealed record FakeServerOptions
{
    /// <summary>The port of <see cref="FakeServer.Url"/>, on the loopback address.</summary>
    /// <value>0: any that is free.</value>
    public int Port { get; init; }

    /// <summary>The port of <see cref="FakeServer.HttpsUrl"/>, on the loopback address.</summary>
    /// <value>0: any that is free.</value>
    public int HttpsPort { get; init; }

    /// <summary>The certificate behind <see cref="FakeServer.HttpsUrl"/>; whoever gives one disposes of it.</summary>
    /// <value>One that nobody trusts: self-signed, and for another name.</value>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// The clock of the services' data, sessions and allowances, and of the log of requests. What takes time on the wire (a drip, a delay)
    /// goes by it too.
    /// </summary>
    /// <value>The system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether answers are compressed for clients that accept gzip, as all three services do.</summary>
    /// <value>True.</value>
    public bool Compress { get; init; } = true;
}
