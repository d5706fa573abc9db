using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsCheck;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>
/// Random histories of a source that grows and of runs that succeed, fail or end without a warning at a durable step, compared with a model
/// that knows nothing but what has to be delivered. A history that goes wrong is made as short as it can be, and printed with its seed; the
/// environment variable CsCheck_Iter says how many there are, 100 by default.
/// </summary>
[Category("Crash")]
public class HistoryTests
{
    private const int PageSize = 3;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (3, Gen.Int[1, 7].Select(Step (count) => new Grow(count))),
        (3, Gen.Int[0, 3].Select(Step (pages) => new Page(FailsAfter: pages, CrashesAt: null))),
        (6, Gen.Int[1, 60].Select(Step (point) => new Page(FailsAfter: null, CrashesAt: point))),
        (2, Gen.Const(Step () => new Page(null, null))),
        (1, Gen.Int[0, 5].Select(Step (records) => new Whole(FailsAfter: records, CrashesAt: null))),
        (4, Gen.Int[1, 60].Select(Step (point) => new Whole(FailsAfter: null, CrashesAt: point))),
        (1, Gen.Const(Step () => new Whole(null, null))));

    [Test]
    public async Task History_OfAnyKind_LosesNothingAndDoublesNothing() =>
        await Steps.List[1, 8].SampleAsync(
            async steps =>
            {
                using var history = new History();
                foreach (var step in steps)
                {
                    await history.TakeAsync(step);
                }

                // Whatever has happened, one more run of each brings everything to where it belongs.
                await history.TakeAsync(new Page(null, null));
                await history.TakeAsync(new Whole(null, null));
            },
            threads: 2);

    private abstract record Step;

    /// <summary>The incremental source gets more items.</summary>
    private sealed record Grow(int Count) : Step;

    /// <summary>The incremental source is run; it fails after some pages, or the process ends at a durable step.</summary>
    private sealed record Page(int? FailsAfter, int? CrashesAt) : Step;

    /// <summary>The source without a cursor is run; it fails after some records, or the process ends at a durable step.</summary>
    private sealed record Whole(int? FailsAfter, int? CrashesAt) : Step;

    private sealed class History : IDisposable
    {
        private const int WholeCount = 4;
        private const int WholePage = 2;

        private const string PageConfig = """
            deliver:
              - jsonl: { path: page.jsonl, mode: append }
              - csv: { path: page.csv, mode: append }
              - yaml: { path: page.yaml, mode: append }
              - sqlite: { path: page.db, table: keyed, key: [id] }
              - sqlite: { path: page.db, table: plain }
            """;

        private const string WholeConfig = """
            page: { records: 2 }
            deliver:
              - jsonl: { path: whole.jsonl, mode: append }
              - csv: { path: whole.csv }
              - sqlite: { path: whole.db, table: replaced, mode: replace }
              - sqlite: { path: whole.db, table: plain }
            """;

        private string _folder = Directory.CreateTempSubdirectory("ifw-history-").FullName;
        private int _items;
        private int _delivered;
        private int _wholes;

        // After a crash something may stand behind the last commit, until a run has something to deliver and returns there.
        private bool _mayHaveTail;
        private bool _mayHaveWholeTail;

        public async Task TakeAsync(Step step)
        {
            switch (step)
            {
                case Grow grow:
                    _items += grow.Count;
                    break;
                case Page page:
                    await PageAsync(page);
                    break;
                case Whole whole:
                    await WholeAsync(whole);
                    break;
            }
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private async Task PageAsync(Page step)
        {
            var fails = step.FailsAfter is { } pages && _delivered + (pages * PageSize) < _items ? _delivered + (pages * PageSize) : (int?)null;
            var script = new PagedScript
            {
                Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, _items, PageSize, from => ThrowIf(from == fails), ct),
            };
            if (await RunAsync(PagedScript.Descriptor(PageConfig, () => script), step.CrashesAt, fails is not null))
            {
                var cursor = int.Parse((await TelemetryAsync("SELECT coalesce(max(cursor + 0), 0) FROM state")).Single(), CultureInfo.InvariantCulture);
                Expect(cursor >= _delivered && (cursor == _items || (cursor - _delivered) % PageSize == 0), $"the cursor may not be {cursor}");
                _delivered = cursor;
                _mayHaveTail = true;
                return;
            }

            _mayHaveTail &= _delivered == (fails ?? _items);
            _delivered = fails ?? _items;
            if (_mayHaveTail)
            {
                return;
            }

            var ids = Enumerable.Range(1, _delivered).ToList();
            Expect("page.jsonl", ids.Select(Json));
            Expect("page.csv", ids.Count == 0 ? [] : ["id,name", .. ids.Select(Csv)]);
            Expect("page.yaml", ids.SelectMany(Yaml));
            await ExpectAsync("page.db", "keyed", ids);
            await ExpectAsync("page.db", "plain", ids);
        }

        private async Task WholeAsync(Whole step)
        {
            var fails = step.FailsAfter < WholeCount;
            var script = new Script { Fetch = (_, ct) => ItemsAsync(step.FailsAfter, ct) };
            if (await RunAsync(Host.Integration("whole", WholeConfig, () => script), step.CrashesAt, fails))
            {
                // What telemetry says of it is what has to have happened.
                _wholes = int.Parse((await TelemetryAsync("SELECT count(*) FROM runs WHERE integration = 'whole' AND status = 'succeeded'")).Single(), CultureInfo.InvariantCulture);
                _mayHaveWholeTail = true;
                return;
            }

            _wholes += fails ? 0 : 1;
            _mayHaveWholeTail &= step.FailsAfter < WholePage;
            if (_mayHaveWholeTail)
            {
                return;
            }

            var once = Enumerable.Range(1, WholeCount).ToList();
            var all = Enumerable.Repeat(once, _wholes).SelectMany(ids => ids).ToList();
            Expect("whole.jsonl", all.Select(Json));
            await ExpectAsync("whole.db", "plain", all);
            if (!fails)
            {
                Expect("whole.csv", ["id,name", .. once.Select(Csv)]);
                await ExpectAsync("whole.db", "replaced", once);
            }
        }

        /// <summary>Runs an integration in the folder, or, where the process is to end, in a folder as it would have left it.</summary>
        /// <returns>Whether the process ended.</returns>
        private async Task<bool> RunAsync(IntegrationDescriptor integration, int? crashesAt, bool fails)
        {
            var left = _folder + "-" + Guid.NewGuid().ToString("N");
            var passed = 0;
            using var gate = new SemaphoreSlim(1);
            FaultPoints.Listen(crashesAt is null ? null : step =>
            {
                gate.Wait();
                if (++passed == crashesAt)
                {
                    Copy(_folder, left);
                }

                gate.Release();
            });
            RunResult result;
            await using (var host = new Host(folder: _folder) { IsKept = true })
            {
                result = (await host.RunAsync(new BatchOptions { Integrations = [integration] })).Runs.Single();
            }

            FaultPoints.Listen(null);
            if (!Directory.Exists(left))
            {
                Expect(result.Status == (fails ? RunStatus.Failed : RunStatus.Succeeded), $"{integration.Name} ended as {result.Status}: {result.ErrorMessage}");
                return false;
            }

            Directory.Delete(_folder, recursive: true);
            Directory.Move(left, _folder);
            return true;
        }

        // By another process: closing a file here would take SQLite's locks on it away.
        private static void Copy(string from, string to)
        {
            using var copy = Process.Start("cp", ["-a", from, to]);
            copy.WaitForExit();
        }

        private void Expect(string file, IEnumerable<string> lines)
        {
            var path = Path.Combine(_folder, "output", file);
            var actual = File.Exists(path) ? File.ReadAllLines(path) : [];
            Expect(actual.SequenceEqual(lines), $"{file} holds:\n{string.Join('\n', actual)}");
        }

        private async Task ExpectAsync(string database, string table, List<int> ids)
        {
            var path = Path.Combine(_folder, "output", database);
            var exists = File.Exists(path) && await Host.RowsAsync(path, $"SELECT name FROM sqlite_master WHERE name = '{table}'") is not [];
            var actual = exists ? await Host.RowsAsync(path, $"SELECT id FROM {table} ORDER BY rowid") : [];
            Expect(actual.SequenceEqual(ids.Select(Number)), $"{table} of {database} holds: {string.Join(' ', actual)}");
        }

        // Where the process ended before there was telemetry, nothing has happened.
        private async Task<List<string>> TelemetryAsync(string sql)
        {
            await using var store = TelemetryStore.Open(Path.Combine(_folder, "telemetry.db"), TimeProvider.System);
            return await Host.RowsAsync(store.Path, sql);
        }

        private static async IAsyncEnumerable<Item> ItemsAsync(int? failsAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var item in Script.Items(WholeCount, cancellationToken))
            {
                ThrowIf(item.Id > failsAfter);
                yield return item;
            }
        }

        private static void ThrowIf(bool fails)
        {
            if (fails)
            {
                throw new IOException("the source has gone away");
            }
        }

        private static void Expect(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new InvalidOperationException(otherwise);
            }
        }

        private static string Json(int id) => $$"""{"id":{{id}},"name":"item {{id}}"}""";

        private static string Csv(int id) => string.Create(CultureInfo.InvariantCulture, $"{id},item {id}");

        private static string[] Yaml(int id) => [$"- id: {Number(id)}", $"  name: item {Number(id)}"];

        private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
    }
}
