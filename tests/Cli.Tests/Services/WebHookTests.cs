using System.Net;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests.Services;

/// <summary>An author's sink that posts pages over HTTP, in the program as a process.</summary>
public class WebHookTests
{
    private const string Token = "sesame-7316";
    private const string Deliver = "ledger.deliver=[{web_hook: {url: \"${HOOK_URL}\", token: \"${HOOK_TOKEN}\"}}]";
    private static readonly string[] Sets = [Deliver, "ledger.settings.count=5", "ledger.settings.page_size=3", "ledger.http={retries: 2, delay: 1ms}"];

    [Test]
    public async Task Run_TheReceiverAnswersTooLate_GetsTheSameKeyAgain()
    {
        using var root = new TemporaryRoot();

        // The first page is taken, and the answer says otherwise.
        using var receiver = new HookReceiver(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        var outcome = await RunAsync(root, receiver);
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(receiver.Requests.Select(request => request.Body)).IsEquivalentTo(
            [Array(1, 2, 3), Array(1, 2, 3), Array(4, 5)], TUnit.Assertions.Enums.CollectionOrdering.Matching);
        await Assert.That(receiver.Requests[1].Key).IsEqualTo(receiver.Requests[0].Key);
        await Assert.That(receiver.Requests[2].Key).IsNotEqualTo(receiver.Requests[0].Key);
        await Assert.That(receiver.Requests.Select(request => request.Authorization).Distinct()).IsEquivalentTo([$"Bearer {Token}"]);
    }

    [Test]
    public async Task Run_TheReceiverRefuses_FailsWithTheSinksNameAndTheNextRunUsesTheSameKey()
    {
        using var root = new TemporaryRoot();
        using var receiver = new HookReceiver(HttpStatusCode.BadRequest, HttpStatusCode.OK);
        var outcome = await RunAsync(root, receiver);
        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Error).Contains("ledger failed in deliver: web_hook sink: ").And.DoesNotContain(Token);
        await Assert.That((await RunAsync(root, receiver)).ExitCode).IsEqualTo(0);
        await Assert.That(receiver.Requests.Count).IsEqualTo(3);
        await Assert.That(receiver.Requests[1].Key).IsEqualTo(receiver.Requests[0].Key);
    }

    [Test]
    public async Task Run_SettingsWithMistakes_SaysThemAtTheirPlace()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "validate", "ledger", "--no-cache");
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());

        root.Write("integrations/ledger/config.yaml", "deliver:\n  - web_hook: { uri: https://example.com, token: sesame }\n  - webhook: {}\n");
        outcome = await TestHost.RunAsync(root, "validate", "ledger", "--no-cache");
        await Assert.That(outcome.ExitCode).IsEqualTo(1);
        await Assert.That(outcome.Output.ReplaceLineEndings("\n"))
            .Contains("integrations/ledger/config.yaml(2,17): error IFW0102: unknown key 'uri'; did you mean 'url'?\n")
            .And.Contains("integrations/ledger/config.yaml(2,50): error IFW0117: ")
            .And.Contains("integrations/ledger/config.yaml(3,5): error IFW0102: unknown key 'webhook'; did you mean 'web_hook'?\n")
            .And.DoesNotContain("sesame");
    }

    private static Task<Outcome> RunAsync(TemporaryRoot root, HookReceiver receiver) => TestHost.RunAsync(
        root,
        new Dictionary<string, string> { ["HOOK_URL"] = receiver.Url, ["HOOK_TOKEN"] = Token },
        ["run", "ledger", "--verbose", .. Sets.Select(set => $"--set={set}")]);

    private static string Array(params int[] numbers) =>
        $"[{string.Join(',', numbers.Select(number => $$"""{"number":{{number}},"text":"entry {{number}}"}"""))}]";

    /// <summary>Takes what is posted, and answers as it is told; the last answer holds for all that follow.</summary>
    private sealed class HookReceiver : IDisposable
    {
        private readonly HttpListener _listener;
        private readonly HttpStatusCode[] _answers;

        public HookReceiver(params HttpStatusCode[] answers)
        {
            _answers = answers;
            _listener = LoopbackHttp.Listen(out var url);
            Url = url.ToString();
            _ = ServeAsync();
        }

        public string Url { get; }

        public List<(string Key, string Authorization, string Body)> Requests { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    Requests.Add((context.Request.Headers["Idempotency-Key"]!, context.Request.Headers["Authorization"]!, await reader.ReadToEndAsync()));
                    context.Response.StatusCode = (int)_answers[Math.Min(Requests.Count, _answers.Length) - 1];
                    context.Response.Close();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
