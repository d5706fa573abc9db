using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>What an integration's records and data were like in the last run that succeeded.</summary>
/// <param name="Integration">The integration's name.</param>
/// <param name="Record">The record's fields, as JSON.</param>
/// <param name="Payload">The fields of the data that the integration showed, as JSON; <see langword="null"/> where it showed none.</param>
internal sealed record Contract(string Integration, string Record, string? Payload);

/// <summary>A contract and the run that it is from.</summary>
internal sealed record KeptContract(Contract Contract, string RunId, DateTimeOffset UpdatedAt);

/// <summary>What opening a run gave.</summary>
/// <param name="IsOpen">Whether it is open: not where the integration is running already.</param>
/// <param name="Contract">What it is held to; <see langword="null"/> where no run has succeeded yet.</param>
/// <param name="OpenReceipts">The sinks whose receipts an interrupted run has left open.</param>
/// <param name="Transaction">The number of the transaction among those of this process; later ones have higher numbers.</param>
internal readonly record struct OpenedRun(bool IsOpen, KeptContract? Contract, IReadOnlyList<string> OpenReceipts, long Transaction);

/// <summary>The table <c>contracts</c>, read and written in the transactions that open and close runs.</summary>
internal static class ContractRows
{
    public static KeptContract? Read(StoreStatements statements, string integration) =>
        statements.ReadContract.Bind(1, integration).ReadOrNull(static row => new KeptContract(
            new Contract(Text(row, 0)!, Text(row, 1)!, Text(row, 2)), Text(row, 3)!, UtcText.Parse(Text(row, 4)!)));

    public static void Keep(StoreStatements statements, Contract contract, string runId, ReadOnlySpan<byte> time) =>
        statements.KeepContract
            .Bind(1, contract.Integration).Bind(2, contract.Record).Bind(3, contract.Payload).Bind(4, runId).Bind(5, time)
            .Execute();

    private static string? Text(sqlite3_stmt row, int column) =>
        raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(row, column).utf8_to_string();
}
