using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vendors.Tests.Http;

/// <summary>What clients under test work with, in a folder of its own.</summary>
internal sealed class ClientUnderTest : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("ifw-http-").FullName;

    public Redactor Redactor { get; } = new();

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public HttpConfig Policy { get; init; } = new() { Retries = 0, Delay = TimeSpan.FromMilliseconds(1) };

    public HttpServices Services(RunMode mode = RunMode.Live, Cassette? cassette = null, CassetteRecorder? recorder = null) => new()
    {
        Policy = Policy,
        Integration = "shop",
        RunId = "run",
        Root = Root,
        Time = Time,
        Logger = Logger,
        Redactor = Redactor,
        Mode = mode,
        Cassette = cassette,
        Recorder = recorder,
    };

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
