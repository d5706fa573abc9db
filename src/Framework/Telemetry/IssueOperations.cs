using SQLitePCL;

namespace IntegrationFramework.Telemetry;

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
