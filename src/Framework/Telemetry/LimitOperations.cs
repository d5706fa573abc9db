using IntegrationFramework.Http;
using SQLitePCL;

namespace IntegrationFramework.Telemetry;

/// <summary>What the database says of a key. Times are microseconds since 1970.</summary>
/// <param name="Pace">The time from one turn to the next; <see langword="null"/> where nobody limits the rate.</param>
/// <param name="Slack">How much later than its turn a request may be sent.</param>
/// <param name="Concurrency">How many requests at once; <see langword="null"/> where nobody limits them.</param>
/// <param name="Held">How many slots are held.</param>
/// <param name="NextAt">When the next turn is.</param>
/// <param name="BlockedUntil">Until when the service wants to be left alone.</param>
/// <param name="Used">How much of a budget is used.</param>
/// <param name="Allowed">How large the budget is.</param>
/// <param name="ExhaustedUntil">Until when a budget that is used up is taken for used up.</param>
internal readonly record struct LimitState(
    long? Pace, long? Slack, long? Concurrency, long Held, long NextAt, long BlockedUntil, long Used, long Allowed, long ExhaustedUntil)
{
    public static LimitState Read(StoreStatements statements, string key)
    {
        var claims = statements.ReadClaims.Bind(1, key).Read(static row => (
            Pace: Number(row, 0), Slack: Number(row, 1), Concurrency: Number(row, 2), Held: raw.sqlite3_column_int64(row, 3)));
        return statements.ReadLimit.Bind(1, key).Read(row => new LimitState(
            claims.Pace,
            claims.Slack,
            claims.Concurrency,
            claims.Held,
            raw.sqlite3_column_int64(row, 0),
            raw.sqlite3_column_int64(row, 1),
            raw.sqlite3_column_int64(row, 2),
            raw.sqlite3_column_int64(row, 3),
            raw.sqlite3_column_int64(row, 4)));
    }

    private static long? Number(sqlite3_stmt row, int column) =>
        raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(row, column);
}

/// <summary>What became of the wish for a turn.</summary>
/// <param name="State">What the database said before.</param>
/// <param name="HasSlot">Whether a slot was taken, or none is needed.</param>
/// <param name="TookSlot">Whether a slot was taken, which has to be given back.</param>
/// <param name="At">When the turn is, in microseconds since 1970; <see langword="null"/> where nobody limits the rate.</param>
/// <param name="IsTooLate">Whether that is too late, so that the turn was left to others.</param>
internal readonly record struct Reservation(LimitState State, bool HasSlot, bool TookSlot, long? At, bool IsTooLate = false);

/// <summary>Says what a run's policy allows for a key, and reads what holds for it.</summary>
internal sealed class ClaimLimit(string key, string runId, LimitClaim claim) : StoreOperation<LimitState>
{
    protected override LimitState Run(StoreStatements statements)
    {
        if (claim.IsLimited)
        {
            var statement = statements.Claim.Bind(1, key).Bind(2, runId);
            Bind(statement, 3, claim.Pace);
            Bind(statement, 4, claim.Slack);
            Bind(statement, 5, claim.Concurrency);
            statement.Execute();
        }

        return LimitState.Read(statements, key);
    }

    private static void Bind(Sql.SqliteStatement statement, int position, long? value) =>
        _ = value is { } number ? statement.Bind(position, number) : statement.BindNull(position);
}

/// <summary>Takes a slot and a turn for one request: read, decided and written in one transaction, so that no two processes take the same.</summary>
/// <param name="key">The host and account.</param>
/// <param name="runId">The run.</param>
/// <param name="hasSlot">Whether it has its slot already.</param>
/// <param name="unused">A turn that it has, whose time passed before anything was sent.</param>
/// <param name="before">When the turn has to be at the latest, in microseconds since 1970.</param>
/// <param name="time">The clock.</param>
internal sealed class ReserveTurn(string key, string runId, bool hasSlot, long? unused, long before, TimeProvider time) : StoreOperation<Reservation>
{
    /// <summary>More turns ahead than that are the work of a clock that was set back.</summary>
    private const int MostTurnsAhead = 1000;

    protected override Reservation Run(StoreStatements statements)
    {
        var state = LimitState.Read(statements, key);
        var now = Microseconds.From(time.GetUtcNow());
        if (state.BlockedUntil > now || state.ExhaustedUntil > now)
        {
            return new Reservation(state, hasSlot, TookSlot: false, At: null);
        }

        var needsSlot = !hasSlot && state.Concurrency is not null;
        if (needsSlot && state.Held >= state.Concurrency)
        {
            return new Reservation(state, HasSlot: false, TookSlot: false, At: null);
        }

        if (NextTurn(state, now) is { } late && late > before)
        {
            return new Reservation(state, hasSlot, TookSlot: false, late, IsTooLate: true);
        }

        if (needsSlot)
        {
            statements.ChangeHeld.Bind(1, key).Bind(2, runId).Bind(3, 1).Execute();
        }

        if (NextTurn(state, now) is { } turn)
        {
            statements.SetNextTurn.Bind(1, key).Bind(2, turn + state.Pace!.Value).Execute();
            return new Reservation(state, HasSlot: true, needsSlot, turn);
        }

        return new Reservation(state, HasSlot: true, needsSlot, At: null);
    }

    private long? NextTurn(in LimitState state, long now)
    {
        if (state.Pace is not { } pace)
        {
            return null;
        }

        // Nobody has a turn after the one that passed: it can be moved to now. With one request an hour another would come too late.
        if (unused is { } passed && passed + pace == state.NextAt)
        {
            return Math.Max(passed, now);
        }

        return Math.Max(state.NextAt > now + (pace * MostTurnsAhead) ? now + pace : state.NextAt, now);
    }
}

/// <summary>Gives a turn back that nobody waits for any more, unless others have turns after it.</summary>
internal sealed class GiveBackTurn(string key, long at, long pace) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) =>
        LimitState.Read(statements, key).NextAt == at + pace && statements.SetNextTurn.Bind(1, key).Bind(2, at).Execute() == 1;
}

/// <summary>Gives a slot back.</summary>
internal sealed class ReleaseSlot(string key, string runId) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) => statements.ChangeHeld.Bind(1, key).Bind(2, runId).Bind(3, -1).Execute() == 1;
}

/// <summary>Keeps everybody from asking a service before the time that it named.</summary>
internal sealed class BlockLimit(string key, DateTimeOffset until) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) => statements.Block.Bind(1, key).Bind(2, Microseconds.From(until)).Execute() == 1;
}

/// <summary>Writes down how much of a budget is used.</summary>
internal sealed class ReportUsage(string key, long used, long allowed, long exhaustedUntil) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements) =>
        statements.SetUsage.Bind(1, key).Bind(2, used).Bind(3, allowed).Bind(4, exhaustedUntil).Execute() == 1;
}

/// <summary>Marks runs as crashed whose process is gone: what they hold is free then.</summary>
internal sealed class MarkCrashed(string locksFolder, TimeProvider time) : StoreOperation<bool>
{
    protected override bool Run(StoreStatements statements)
    {
        CrashedRuns.Mark(statements.Connection, locksFolder, time);
        return true;
    }
}
