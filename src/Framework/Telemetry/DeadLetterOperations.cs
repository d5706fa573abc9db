namespace IntegrationFramework.Telemetry;

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

/// <summary>Gives dead letters up; those that were replayed stay as they are. The result is how many there were.</summary>
internal sealed class DropDeadLetters(DeadLetterSelection selection, DateTimeOffset time) : StoreOperation<long>
{
    protected override long Run(StoreStatements statements)
    {
        using var command = statements.Connection.CreateCommand();
        command.CommandText = $"UPDATE dead_letters SET status = 'dropped', updated_at = @time WHERE status IN ('open', 'void') AND {DeadLetterSelection.Where}";
        command.Parameters.AddWithValue("@time", UtcText.From(time));
        foreach (var (name, value) in selection.Parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteNonQuery();
    }
}

/// <summary>Writes down what became of replayed dead letters, in the transaction that commits what they delivered.</summary>
internal static class LetterOutcomes
{
    public static void Write(StoreStatements statements, IReadOnlyList<LetterOutcome> outcomes, string runId, ReadOnlySpan<byte> time)
    {
        foreach (var (id, failure) in outcomes)
        {
            if (failure is null)
            {
                statements.SettleDeadLetter.Bind(1, id).Bind(2, runId).Bind(3, time).Execute();
            }
            else
            {
                statements.FailDeadLetter
                    .Bind(1, id).Bind(2, failure.Phase).Bind(3, failure.ErrorType).Bind(4, failure.ErrorMessage).Bind(5, failure.TakenBy)
                    .Bind(6, runId).Bind(7, time)
                    .Execute();
            }
        }
    }
}
