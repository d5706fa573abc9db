using System.Globalization;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Benchmarks;

/// <summary>No-op runs, each opened and closed with its phases, by the store and by a loop that somebody might write instead of it.</summary>
internal static class TelemetryBenchmark
{
    private const double Budget = 1.5;
    public const int BatchSize = 100;

    private static readonly string Host = Environment.MachineName;
    private static readonly string[] Phases = ["fetch", "postprocess", "deliver"];

    public static async Task RunAsync(string[] args)
    {
        var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        int[] parallel = args.Length > 1 ? [int.Parse(args[1], CultureInfo.InvariantCulture)] : [16, runs];
        var folder = Directory.CreateTempSubdirectory("ifw-benchmark-");
        try
        {
            foreach (var atOnce in parallel)
            {
                await Measure.CompareAsync(
                    $"{runs} runs recorded, {atOnce} at once",
                    "telemetry store", () => StoreAsync(NewFile(folder), runs, atOnce),
                    $"loop, {BatchSize} a commit", () => LoopAsync(NewFile(folder), runs),
                    Budget);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static string NewFile(DirectoryInfo folder) => Path.Combine(folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, "telemetry.db");

    private static async Task StoreAsync(string path, int runs, int atOnce)
    {
        var time = TimeProvider.System;
        await using var store = TelemetryStore.Open(path, time);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < runs)
            {
                var run = new RunOpening
                {
                    RunId = RunIds.Create(time),
                    BatchId = "batch",
                    Integration = Name(i),
                    Version = "1.0.0",
                    StartedAt = time.GetUtcNow(),
                    Host = Host,
                    ProcessId = Environment.ProcessId,
                };
                await store.TryOpenRunAsync(run);
                await store.CloseRunAsync(new RunClosing
                {
                    RunId = run.RunId,
                    Status = RunStatus.Succeeded,
                    FinishedAt = time.GetUtcNow(),
                    Duration = TimeSpan.FromMilliseconds(1),
                    Phases = [.. Phases.Select(phase => new PhaseTiming(phase, TimeSpan.FromMilliseconds(1), 0))],
                });
            }
        })));
    }

    public static async Task LoopAsync(string path, int runs)
    {
        // The same schema and the same settings, made by the store and closed again.
        await using (TelemetryStore.Open(path, TimeProvider.System))
        {
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        Prepare(connection, "PRAGMA synchronous = NORMAL").ExecuteNonQuery();
        using var open = Prepare(
            connection,
            "INSERT INTO runs (id, batch_id, integration, version, status, trigger, started_at, host, process_id) VALUES (@a, @b, @c, @d, 'running', @e, @f, @g, @h)",
            "@a", "@b", "@c", "@d", "@e", "@f", "@g", "@h");
        using var close = Prepare(
            connection,
            """
            UPDATE runs
            SET status = @b, finished_at = @c, duration_ms = @d, records_fetched = @e, records_delivered = @f, records_dropped = @g,
                records_dead = @h, bytes = @i, attempts = @j
            WHERE id = @a
            """,
            "@a", "@b", "@c", "@d", "@e", "@f", "@g", "@h", "@i", "@j");
        using var phase = Prepare(
            connection, "INSERT INTO phases (run_id, phase, duration_ms, records) VALUES (@a, @b, @c, @d)", "@a", "@b", "@c", "@d");

        for (var from = 0; from < runs; from += BatchSize)
        {
            await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
            (open.Transaction, close.Transaction, phase.Transaction) = (transaction, transaction, transaction);
            for (var i = from; i < Math.Min(runs, from + BatchSize); i++)
            {
                var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
                Execute(open, id, "batch", Name(i), "1.0.0", "manual", Now(), Host, Environment.ProcessId);
                Execute(close, id, "succeeded", Now(), 1.0, 0L, 0L, 0L, 0L, 0L, 1L);
                foreach (var name in Phases)
                {
                    Execute(phase, id, name, 1.0, 0L);
                }
            }

            await transaction.CommitAsync();
        }
    }

    public static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"integration_{i}");

    private static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        command.Prepare();
        return command;
    }

    private static void Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }
}
