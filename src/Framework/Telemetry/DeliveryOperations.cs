using IntegrationFramework.Sinks;

namespace IntegrationFramework.Telemetry;

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
        if (statements.HasRunning(integration))
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
