using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Telemetry;

/// <summary>Writes a log line. Nobody waits for it; what goes wrong is told to the next flush.</summary>
internal sealed class AddLog(LogEntry entry, TelemetryStore store) : StoreOperation
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>The levels' names, from <see cref="LogLevel.Trace"/> upward.</summary>
    public static ReadOnlySpan<string> LevelNames => Levels;

    public override void Apply(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        statements.AddLog
            .Bind(1, entry.RunId).Bind(2, UtcText.Write(entry.Time, time)).Bind(3, Levels[(int)entry.Level])
            .Bind(4, entry.Category).Bind(5, entry.Message).Bind(6, entry.Properties)
            .Execute();
    }

    public override void Complete() => store.OnLogWritten(null);

    public override void Fail(Exception error) => store.OnLogWritten(error);
}

/// <summary>Does nothing but say that all before it is committed.</summary>
internal sealed class Flush : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) => true;
}
