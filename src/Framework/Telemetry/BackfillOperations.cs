using IntegrationFramework.Running;

namespace IntegrationFramework.Telemetry;

/// <summary>Notes that a window is delivered, in the transaction of its page.</summary>
internal static class MarkWindow
{
    public static void Execute(StoreStatements statements, PageCommit page, BackfillWindow window, ReadOnlySpan<byte> time) =>
        statements.MarkWindow
            .Bind(1, page.Integration).Bind(2, window.Backfill).Bind(3, UtcText.From(window.From)).Bind(4, UtcText.From(window.To))
            .Bind(5, page.RunId).Bind(6, time)
            .Execute();
}

/// <summary>Forgets which windows of a backfill are done.</summary>
internal sealed class ForgetBackfill(string integration, string backfill) : StoreOperation<bool>
{
    public override bool IsDurable => true;

    protected override bool Run(StoreStatements statements) => statements.ForgetBackfill.Bind(1, integration).Bind(2, backfill).Execute() > 0;
}
