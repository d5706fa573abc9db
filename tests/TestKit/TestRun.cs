using System.Text.Json;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.TestKit;

/// <summary>A run: what the runner says of it, and what telemetry has kept.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="DeadLetters">What couldn't be processed, in the order in which it was met.</param>
/// <param name="Logs">What was logged.</param>
public sealed record TestRun(RunResult Result, IReadOnlyList<TestDeadLetter> DeadLetters, IReadOnlyList<LogLine> Logs)
{
    /// <summary>What became of it.</summary>
    public RunStatus Status => Result.Status;

    /// <summary>How many records went where.</summary>
    public RunCounters Counters => Result.Counters;

    /// <summary>Why it didn't succeed; empty where it did.</summary>
    public string Error => Result.ErrorMessage ?? "";

    internal static async Task<TestRun> ReadAsync(TelemetryReader reader, RunResult result)
    {
        if (result.RunId is not { } runId)
        {
            return new TestRun(result, [], []);
        }

        var letters = await reader.Database.QueryAsync(
            $"SELECT phase, payload, error_type, error_message FROM dead_letters WHERE run_id = {runId} ORDER BY id",
            row => new TestDeadLetter(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))).ToListAsync();
        return new TestRun(result, letters, await reader.LogsAsync(runId).ToListAsync());
    }
}

/// <summary>A record that couldn't be processed.</summary>
/// <param name="Phase">Where: fetch, postprocess or deliver.</param>
/// <param name="Payload">The record, as it was kept.</param>
/// <param name="ErrorType">The exception's type.</param>
/// <param name="Error">The exception's message.</param>
public sealed record TestDeadLetter(string Phase, string Payload, string ErrorType, string Error)
{
    /// <summary>A field of a payload that was kept as JSON.</summary>
    public string? Field(string name) => JsonElement.Parse(Payload).GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Null } => null,
        var other => other.GetRawText(),
    };
}
