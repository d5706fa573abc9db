using IntegrationFramework.Sinks;
using Microsoft.Extensions.Logging;
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
        return isOpen ? new OpenedRun(true, ContractRows.Read(statements, run.Integration), OpenReceipts(statements)) : new OpenedRun(false, null, []);
    }

    private string[] OpenReceipts(StoreStatements statements)
    {
        // In almost all runs there is none.
        var sinks = statements.ReadOpenReceipts.Bind(1, run.Integration).Read(static row => raw.sqlite3_column_text(row, 0).utf8_to_string());
        return sinks.Length == 0 ? [] : sinks.Split('\n');
    }
}

/// <summary>Records a run that did not start.</summary>
internal sealed class SkipRun(RunOpening run, string reason) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        return statements.SkipRun
            .Bind(1, run.RunId).Bind(2, run.BatchId).Bind(3, run.Integration).Bind(4, run.Version).Bind(5, run.Trigger)
            .Bind(6, UtcText.Write(run.StartedAt, time)).Bind(7, reason).Bind(8, run.Host).Bind(9, run.ProcessId)
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

/// <summary>Keeps records that could not be processed.</summary>
internal sealed class AddDeadLetters(IReadOnlyList<DeadLetter> letters) : StoreOperation<bool>
{
    public static void Insert(StoreStatements statements, IReadOnlyList<DeadLetter> letters, string status)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        foreach (var letter in letters)
        {
            statements.AddDeadLetter
                .Bind(1, letter.RunId).Bind(2, letter.Integration).Bind(3, letter.Phase).Bind(4, letter.Payload)
                .Bind(5, letter.ErrorType).Bind(6, letter.ErrorMessage).Bind(7, letter.Attempt)
                .Bind(8, UtcText.Write(letter.CreatedAt, time)).Bind(9, letter.PayloadKind.ToText()).Bind(10, letter.IsRedacted ? 1 : 0)
                .Bind(11, letter.TakenBy).Bind(12, status)
                .Execute();
        }
    }

    protected override bool Run(StoreStatements statements)
    {
        Insert(statements, letters, DeadLetterStatus.Void);
        return true;
    }
}

/// <summary>Says how far sinks have got.</summary>
internal static class SetReceipts
{
    public static void Execute(
        StoreStatements statements, string integration, string runId, IReadOnlyList<DeliveryReceipt> receipts, ReadOnlySpan<byte> time)
    {
        foreach (var receipt in receipts)
        {
            statements.SetReceipt
                .Bind(1, integration).Bind(2, receipt.Sink).Bind(3, receipt.Position).Bind(4, receipt.IsOpen ? 1 : 0)
                .Bind(5, runId).Bind(6, time)
                .Execute();
        }
    }
}

/// <summary>Counts a problem into its row.</summary>
internal sealed class CountIssue(IssueSighting issue) : StoreOperation<IssueCount>
{
    protected override IssueCount Run(StoreStatements statements)
    {
        Span<byte> time = stackalloc byte[UtcText.Length];
        return statements.CountIssue
            .Bind(1, issue.Fingerprint).Bind(2, issue.Integration).Bind(3, issue.Type).Bind(4, issue.Message)
            .Bind(5, UtcText.Write(issue.Time, time))
            .Read(static row => new IssueCount(
                raw.sqlite3_column_int64(row, 0),
                raw.sqlite3_column_int64(row, 1),
                UtcText.Parse(raw.sqlite3_column_text(row, 2).utf8_to_string())));
    }
}

/// <summary>Commits a page: its cursor, the receipts of the sinks, the run's counts and the dead letters. On the disk before anybody is told.</summary>
internal sealed class CommitPage(PageCommit page) : StoreOperation<bool>
{
    public override bool IsDurable => true;

    protected override bool Run(StoreStatements statements)
    {
        Span<byte> buffer = stackalloc byte[UtcText.Length];
        var time = UtcText.Write(page.Time, buffer);
        if (page.Cursor is not null)
        {
            statements.SetCursor
                .Bind(1, page.Integration).Bind(2, PageCommit.DefaultStream).Bind(3, page.Cursor).Bind(4, page.RunId).Bind(5, time)
                .Execute();
        }

        SetReceipts.Execute(statements, page.Integration, page.RunId, page.Receipts, time);
        if (page.Window is not null)
        {
            MarkWindow.Execute(statements, page, page.Window, time);
        }

        var counters = page.Counters;
        statements.CountPage
            .Bind(1, page.RunId).Bind(2, counters.Fetched).Bind(3, counters.Delivered).Bind(4, counters.Dropped)
            .Bind(5, counters.Dead).Bind(6, counters.Bytes).Bind(7, page.Cursor)
            .Execute();
        AddDeadLetters.Insert(statements, page.DeadLetters, DeadLetterStatus.Open);
        LetterOutcomes.Write(statements, page.Outcomes, page.RunId, time);
        return true;
    }
}

/// <summary>Says that nothing stands behind the last commit of some of an integration's sinks.</summary>
internal sealed class CloseReceipts(string integration, IReadOnlyCollection<string> sinks, bool isDurable) : StoreOperation<bool>
{
    public override bool IsDurable => isDurable;

    protected override bool Run(StoreStatements statements)
    {
        foreach (var sink in sinks)
        {
            statements.CloseReceipt.Bind(1, integration).Bind(2, sink).Execute();
        }

        return true;
    }
}

/// <summary>Puts the cursor of an integration somewhere else, or takes it away with the receipts of its sinks; false where it is running.</summary>
internal sealed class MoveCursor(string integration, string? cursor, string runId, DateTimeOffset time) : StoreOperation<bool>
{
    public override bool IsDurable => true;

    protected override bool Run(StoreStatements statements)
    {
        if (statements.IsRunning.Bind(1, integration).Read(static row => raw.sqlite3_column_int64(row, 0)) != 0)
        {
            return false;
        }

        if (cursor is null)
        {
            statements.ForgetReceipts.Bind(1, integration).Execute();
            statements.ForgetCursor.Bind(1, integration).Execute();
            return true;
        }

        Span<byte> buffer = stackalloc byte[UtcText.Length];
        return statements.SetCursor
            .Bind(1, integration).Bind(2, PageCommit.DefaultStream).Bind(3, cursor).Bind(4, runId).Bind(5, UtcText.Write(time, buffer))
            .Execute() == 1;
    }
}

/// <summary>Does nothing but say that all before it is committed.</summary>
internal sealed class Flush : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) => true;
}

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
