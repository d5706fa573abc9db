using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>Opens a run, unless the integration is running already, and reads the contract that it is held to.</summary>
internal sealed class OpenRun(RunOpening run) : StoreOperation<OpenedRun>
{
    protected override OpenedRun Run(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        var isOpen = statements.OpenRun
            .Bind(1, run.RunId).Bind(2, run.BatchId).Bind(3, run.Integration).Bind(4, run.Version).Bind(5, run.Trigger)
            .Bind(6, UtcText.Write(run.StartedAt, time)).Bind(7, run.Host).Bind(8, run.ProcessId).Bind(9, run.IsIncremental ? 1 : 0)
            .Bind(10, run.IsPartial ? 1 : 0)
            .Execute() == 1;
        return isOpen
            ? new OpenedRun(true, ContractRows.Read(statements, run.Integration), OpenReceipts(statements), statements.Transaction)
            : new OpenedRun(false, null, [], statements.Transaction);
    }

    private string[] OpenReceipts(StoreStatements statements) =>
        statements.ReadOpenReceipts.Bind(1, run.Integration).ReadOrNull(static row => raw.sqlite3_column_text(row, 0).utf8_to_string())?.Split('\n') ?? [];
}

/// <summary>Asks whether an integration is running.</summary>
internal sealed class AskWhetherRunning(string integration) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) => statements.HasRunning(integration);
}

/// <summary>Records a run that did not start.</summary>
internal sealed class SkipRun(RunOpening run, RunStatus status, string reason) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        return statements.SkipRun
            .Bind(1, run.RunId).Bind(2, run.BatchId).Bind(3, run.Integration).Bind(4, run.Version).Bind(5, run.Trigger)
            .Bind(6, UtcText.Write(run.StartedAt, time)).Bind(7, reason).Bind(8, run.Host).Bind(9, run.ProcessId)
            .Bind(10, status.ToText())
            .Execute() == 1;
    }
}

/// <summary>Closes a run together with its phases and its last dead letters.</summary>
internal sealed class CloseRun(RunClosing run) : StoreOperation<bool>
{
    /// <summary>Receipts are on the disk before anybody is told: the records are delivered when they are closed.</summary>
    public override bool IsDurable => run.Receipts.Count > 0;

    protected override bool Run(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        var counters = run.Counters;
        var changed = statements.CloseRun
            .Bind(1, run.RunId).Bind(2, run.Status.ToText()).Bind(3, UtcText.Write(run.FinishedAt, time))
            .Bind(4, Milliseconds(run.Duration)).Bind(5, counters.Fetched).Bind(6, counters.Delivered).Bind(7, counters.Dropped)
            .Bind(8, counters.Dead).Bind(9, counters.Bytes).Bind(10, run.Attempts).Bind(11, run.ErrorType).Bind(12, run.ErrorMessage)
            .Execute();
        if (changed == 0)
        {
            throw new InvalidOperationException($"The run {run.RunId} isn't open, so it can't be closed.");
        }

        foreach (var phase in run.Phases)
        {
            statements.AddPhase
                .Bind(1, run.RunId).Bind(2, phase.Phase).Bind(3, Milliseconds(phase.Duration)).Bind(4, phase.Records)
                .Execute();
        }

        foreach (var usage in run.Http)
        {
            statements.AddHttp
                .Bind(1, run.RunId).Bind(2, usage.Host).Bind(3, usage.Requests).Bind(4, usage.Retries).Bind(5, Milliseconds(usage.Wait))
                .Bind(6, usage.Bytes).Bind(7, usage.Cached).Bind(8, usage.StatusesText())
                .Execute();
        }

        if (run.Receipts.Count > 0)
        {
            SetReceipts.Execute(statements, statements.IntegrationOf.Bind(1, run.RunId).Read(ReadText), run.RunId, run.Receipts, time);
        }

        if (run.Contract is { } contract && run.Status.IsSuccess())
        {
            ContractRows.Keep(statements, contract, run.RunId, time);
        }

        if (run.HasClaims)
        {
            statements.DropClaims.Bind(1, run.RunId).Execute();
        }

        AddDeadLetters.Insert(statements, run.DeadLetters, DeadLetterStatus.Void);
        if ((counters.Dead > 0 || run.DeadLetters.Count > 0) && run.Status.IsSuccess() && !run.IsDryRun)
        {
            statements.OpenDeadLetters.Bind(1, run.RunId).Bind(2, run.Attempts).Execute();
        }

        return true;
    }

    private static string ReadText(sqlite3_stmt row) => raw.sqlite3_column_text(row, 0).utf8_to_string();

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
