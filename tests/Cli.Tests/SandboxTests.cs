using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests;

/// <summary>A service is recorded, stopped, and played, all with the program as a process.</summary>
public partial class SandboxTests
{
    private const string Key = "s3cr+t/Value=&of the \"test\"";
    private const string Cassette = "integrations/service_reader/cassette.json";

    [Test]
    public async Task Sandbox_AfterRecord_DeliversTheSameTwiceWithoutServiceKeyOrNetwork()
    {
        using var root = new TemporaryRoot();
        await RecordAsync(root);
        var live = await File.ReadAllTextAsync(root.Path("output", "service_reader.jsonl"));
        var before = Files(root);

        var outcomes = new List<Outcome>();
        for (var time = 0; time < 2; time++)
        {
            // Whoever opened a socket would meet this proxy, where nobody listens.
            outcomes.Add(await TestHost.RunAsync(
                root, new Dictionary<string, string> { ["http_proxy"] = "http://127.0.0.1:1", ["SERVICE_URL"] = "http://127.0.0.1:1/" }, "run", "service_reader", "--sandbox"));
            await Assert.That(await File.ReadAllTextAsync(root.Path("output", "sandbox", "service_reader.jsonl"))).IsEqualTo(live);
            File.Delete(root.Path("output", "sandbox", "service_reader.jsonl"));
        }

        await Assert.That(outcomes.Select(outcome => outcome.ExitCode)).IsEquivalentTo([0, 0]).Because(string.Join("\n", outcomes));
        await Assert.That(Files(root)).IsEquivalentTo(before);
        var runs = await TestHost.RunAsync(root, "query", "SELECT trigger, status, records_delivered FROM runs", "--sandbox", "--format", "csv");
        await Assert.That(runs.Output.ReplaceLineEndings("\n")).Contains("sandbox,succeeded,4\nsandbox,succeeded,4");
        var log = await TestHost.RunAsync(root, "logs", "--sandbox");
        await Assert.That(log.ExitCode).IsEqualTo(0);
        var report = await TestHost.RunAsync(root, "report", "--sandbox");
        await Assert.That(report.Output).Contains(root.Path("output", "sandbox", "telemetry_report"));
    }

    [Test]
    public async Task Record_OfARunWithSecrets_KeepsNoneOfThem()
    {
        using var root = new TemporaryRoot();
        var outcome = await RecordAsync(root);

        var text = await File.ReadAllTextAsync(root.Path(Cassette));

        await Assert.That(text).Contains("appid=***").And.Contains("client_secret=***").And.Contains("\"access_token\": \"***\"").And.Contains("\"SERVICE_KEY\": \"***\"");
        foreach (var secret in new[] { Key, Service.Token })
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
            foreach (var form in new[] { secret, base64, base64.TrimEnd('='), Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), secret.Replace("\"", "\\\"", StringComparison.Ordinal) })
            {
                await Assert.That(text).DoesNotContain(form);
                await Assert.That(outcome.ToString()).DoesNotContain(form);
            }
        }
    }

    [Test]
    public async Task Record_OfARunThatFails_LeavesTheCassetteAsItWas()
    {
        using var root = new TemporaryRoot();
        root.Write(Cassette, "what was there");
        using var service = new Service { Fails = true };

        var outcome = await TestHost.RunAsync(root, service.Environment(Key), "run", "service_reader", "--record");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(await File.ReadAllTextAsync(root.Path(Cassette))).IsEqualTo("what was there");
    }

    [Test]
    public async Task Record_ThenRecordAgainIsolated_GivesTheSameExchanges()
    {
        using var root = new TemporaryRoot();
        using var service = new Service();
        await TestHost.RunAsync(root, service.Environment(Key), "run", "service_reader", "--record", "--dry-run");
        var first = await File.ReadAllTextAsync(root.Path(Cassette));

        var outcome = await TestHost.RunAsync(root, service.Environment(Key), "run", "service_reader", "--record", "--dry-run", "--isolate");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(Instants().Replace(await File.ReadAllTextAsync(root.Path(Cassette)), "T")).IsEqualTo(Instants().Replace(first, "T"));
        await Assert.That(File.Exists(root.Path("output", "service_reader.jsonl"))).IsFalse();
        var sandbox = await TestHost.RunAsync(root, "run", "service_reader", "--sandbox", "--isolate");
        await Assert.That(sandbox.ExitCode).IsEqualTo(0).Because(sandbox.ToString());
    }

    [Test]
    public async Task Sandbox_OfARequestThatWasNotRecorded_ShowsTheNearestAndWhatDiffers()
    {
        using var root = new TemporaryRoot();
        await RecordAsync(root);

        var outcome = await TestHost.RunAsync(root, "run", "service_reader", "--sandbox", "--set", "service_reader.settings.customer=acme");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("is not in the cassette of service_reader. The nearest recorded request is GET ")
            .And.Contains("the parameter customer is 'acme' here and 'all' there.").And.Contains("ifw run service_reader --record");
    }

    [Test]
    public async Task Sandbox_WithoutCassette_SaysHowToRecordOne()
    {
        using var root = new TemporaryRoot();

        var outcome = await TestHost.RunAsync(
            root, new Dictionary<string, string> { ["SERVICE_URL"] = "http://127.0.0.1:1/" }, "run", "service_reader", "--sandbox");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("service_reader has no cassette, and the sandbox asks no service. Record one: ifw run service_reader --record");
    }

    [Test]
    public async Task Sandbox_WithoutCassetteOfWhatMakesNoRequest_Succeeds()
    {
        using var root = new TemporaryRoot();

        var outcome = await TestHost.RunAsync(root, "run", "sleeper", "--sandbox", "--set", "sleeper.settings.duration=1ms");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(File.Exists(root.Path("output", "sandbox", "sleeper.jsonl"))).IsTrue();
        await Assert.That(File.Exists(root.Path("telemetry.db"))).IsFalse();
    }

    [Test]
    [Arguments("/tmp/ifw-elsewhere/of-the-sandbox.jsonl", "outside/tmp/ifw-elsewhere/of-the-sandbox.jsonl")]
    [Arguments("../of-the-sandbox.jsonl", "outside")]
    [Arguments("deep/er.jsonl", "deep/er.jsonl")]
    public async Task Sandbox_WithAnOutputPathElsewhere_WritesUnderTheSandboxAllTheSame(string path, string expected)
    {
        using var root = new TemporaryRoot();

        var outcome = await TestHost.RunAsync(
            root, "run", "sleeper", "--sandbox", "--set", "sleeper.settings.duration=1ms", "--set", $"sleeper.deliver=[{{ jsonl: {{ path: {path} }} }}]");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(Directory.EnumerateFiles(root.Path("output", "sandbox"), "*.jsonl", SearchOption.AllDirectories).Single())
            .StartsWith(root.Path("output", "sandbox", expected));
        await Assert.That(File.Exists("/tmp/ifw-elsewhere/of-the-sandbox.jsonl")).IsFalse();
    }

    [Test]
    public async Task Sandbox_WithALinkThatLeadsOutOfIt_IsRefused()
    {
        using var root = new TemporaryRoot();
        var elsewhere = Directory.CreateDirectory(root.Path("elsewhere")).FullName;
        Directory.CreateDirectory(root.Path("output", "sandbox"));
        Directory.CreateSymbolicLink(root.Path("output", "sandbox", "link"), elsewhere);

        var outcome = await TestHost.RunAsync(
            root, "run", "sleeper", "--sandbox", "--set", "sleeper.settings.duration=1ms", "--set", "sleeper.deliver=[{ jsonl: { path: link/x.jsonl } }]");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("leads out of output/sandbox/");
        await Assert.That(Directory.EnumerateFileSystemEntries(elsewhere)).IsEmpty();
    }

    [Test]
    public async Task Sandbox_WithACassetteThatIsNone_SaysWhatIsWrong()
    {
        using var root = new TemporaryRoot();
        root.Write(Cassette, "{ \"version\": 1,\n oops }");

        var outcome = await TestHost.RunAsync(
            root, new Dictionary<string, string> { ["SERVICE_URL"] = "http://127.0.0.1:1/" }, "run", "service_reader", "--sandbox");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("can't be used: ").And.Contains("Record it again with --record");
    }

    [Test]
    public async Task Run_WithRecordAndSandbox_IsWrongUsage()
    {
        using var root = new TemporaryRoot();

        var outcome = await TestHost.RunAsync(root, "run", "sleeper", "--sandbox", "--record");

        await Assert.That(outcome.ExitCode).IsEqualTo(2).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("either --sandbox or --record");
    }

    private static async Task<Outcome> RecordAsync(TemporaryRoot root)
    {
        using var service = new Service();
        var outcome = await TestHost.RunAsync(root, service.Environment(Key), "run", "service_reader", "--record");
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        return outcome;
    }

    /// <summary>The files outside the sandbox, with their times and lengths.</summary>
    private static List<string> Files(TemporaryRoot root) =>
    [
        .. new DirectoryInfo(root.Folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !file.FullName.StartsWith(root.Path("output", "sandbox"), StringComparison.Ordinal))
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}"),
    ];

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Instants();

    /// <summary>The service that service_reader reads, over real sockets. Its first page is refused once.</summary>
    private sealed class Service : IDisposable
    {
        public const string Token = "tok-4711-of-the-service";

        private readonly HttpListener _listener;
        private readonly Uri _url;
        private int _refused;

        public Service()
        {
            _listener = LoopbackHttp.Listen(out _url);
            _ = ServeAsync();
        }

        public bool Fails { get; init; }

        public Dictionary<string, string> Environment(string key) => new() { ["SERVICE_URL"] = _url.ToString(), ["SERVICE_KEY"] = key };

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    await AnswerAsync(await _listener.GetContextAsync());
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var page = context.Request.QueryString["page"];
            var isSignedIn = context.Request.Headers["Authorization"] == $"Bearer {Token}";
            var json = context.Request.Url!.AbsolutePath == "/token" ? $$"""{"access_token":"{{Token}}","expires_in":3600}""" : $$"""{"items":["a{{page}}","b{{page}}"]}""";
            context.Response.StatusCode = Fails ? 500
                : page == "1" && Interlocked.Exchange(ref _refused, 1) == 0 ? 503
                : page is not null && !isSignedIn ? 401 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
            context.Response.Close();
        }
    }
}
