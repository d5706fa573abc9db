using IntegrationFramework.Running;

namespace Framework.Tests.Running;

/// <summary>Runs that deliver to a <see cref="HookSink"/>.</summary>
internal static class HookRuns
{
    /// <summary>To the hook alone, two records at a time.</summary>
    public const string Config = "page: { records: 2 }\ndeliver:\n  - hook: {}\n";

    /// <summary>To the hook and to a file.</summary>
    public const string Both = "dead_letters: { share: 1 }\ndeliver:\n  - hook: {}\n  - jsonl: { path: out.jsonl, mode: append }\n";

    public static Script Items(int count) => new() { Fetch = (_, ct) => Script.Items(count, ct) };

    public static async Task<RunResult> RunAsync(Host host, Receiver receiver, string config, Func<Script> script) =>
        (await host.RunAsync(new BatchOptions { Integrations = [HookSink.Into(receiver, Host.Integration("script", config, script))] })).Runs.Single();

    public static async Task<RunResult> RunPagedAsync(Host host, Receiver receiver, int count, string config = Config)
    {
        var descriptor = PagedScript.Descriptor(config, () => new PagedScript { Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, count, 2, null, ct) });
        return (await host.RunAsync(new BatchOptions { Integrations = [HookSink.Into(receiver, descriptor)] })).Runs.Single();
    }
}
