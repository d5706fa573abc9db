using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Runs that leave dead letters, and the replays of these.</summary>
internal static class Replays
{
    public const string Append = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\ndead_letters: { share: 1 }\n";

    public static Script Refusing(long id) => new() { Each = (raw, _) => raw.Id == id ? throw new FormatException("bad") : raw };

    public static string Line(long id) => $$"""{"id":{{id}},"name":"item {{id}}"}""";

    public static async Task<string[]> LinesAsync(Host host) => (await host.ReadAsync("out.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<RunResult> ReplayAsync(Host host, string config, Script? script = null) => (await host.RunAsync(new BatchOptions
    {
        Integrations = [Host.Integration("script", config, () => script ?? new Script())],
        Replay = new DeadLetterSelection(),
    })).Runs[0];
}
