using System.Globalization;

namespace Cli.Tests.Support;

/// <summary>A run that is ended at each of its durable steps in turn, each time in a copy of the same root, and then run again.</summary>
public sealed class CrashScenario : IDisposable
{
    private const int AtOnce = 4;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, RecurseSubdirectories = true };

    private readonly TemporaryRoot _before = new();

    /// <summary>The root as it is before the run.</summary>
    public TemporaryRoot Before => _before;

    /// <summary>The integration that runs.</summary>
    public required string Integration { get; init; }

    /// <summary>What <c>--set</c> says.</summary>
    public string[] Sets { get; init; } = [];

    /// <summary>Looks at the root after a run was ended at a point and another has ended well.</summary>
    public required Func<TemporaryRoot, Task> Check { get; init; }

    /// <summary>What is done between the two runs.</summary>
    public Func<TemporaryRoot, Task> Between { get; init; } = static _ => Task.CompletedTask;

    /// <summary>The exit code of the run where nobody ends it.</summary>
    public int ExitCode { get; init; }

    /// <summary>The points that the run passes, in order.</summary>
    public async Task<IReadOnlyList<string>> PointsAsync()
    {
        using var root = Copy();
        var file = root.Path("points.txt");
        var outcome = await TestHost.RunAsync(root, new() { ["FAULT_POINTS_FILE"] = file }, Arguments);
        await Assert.That(outcome.ExitCode).IsEqualTo(ExitCode).Because(outcome.ToString());
        return await File.ReadAllLinesAsync(file);
    }

    /// <summary>
    /// Ends the run at those of the points that are asked for. Between the end of a step and the beginning of the next nothing changes on the
    /// disk, so one of the two stands for both.
    /// </summary>
    /// <returns>What was wrong afterwards, by point.</returns>
    public async Task<IReadOnlyList<string>> CrashAsync(IReadOnlyList<string> points, Func<string, bool>? where = null)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var problems = await Task.WhenAll(Enumerable.Range(0, points.Count).Where(i => (where?.Invoke(points[i]) ?? true) && !FollowsAStep(points, i)).Select(async i =>
        {
            await places.WaitAsync();
            try
            {
                await CrashAtAsync(i + 1);
                return null;
            }
            catch (Exception error)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{i + 1} ({points[i]}): {error.Message}");
            }
            finally
            {
                places.Release();
            }
        }));
        return [.. problems.OfType<string>()];
    }

    public void Dispose() => _before.Dispose();

    /// <summary>Leaves the root as the run leaves it that is ended at a point.</summary>
    public async Task LeaveAtAsync(TemporaryRoot root, int point)
    {
        const int killed = 128 + 9;
        var outcome = await TestHost.RunAsync(root, new() { ["FAULT_POINT"] = point.ToString(CultureInfo.InvariantCulture) }, Arguments);
        if (outcome.ExitCode != killed)
        {
            throw new InvalidOperationException($"The run didn't come to the point: {outcome}");
        }
    }

    private static bool FollowsAStep(IReadOnlyList<string> points, int index) =>
        index > 0 && points[index].StartsWith("before ", StringComparison.Ordinal) && points[index - 1].StartsWith("after ", StringComparison.Ordinal);

    private string[] Arguments => ["run", Integration, .. Sets.Select(set => $"--set={set}")];

    private async Task CrashAtAsync(int point)
    {
        using var root = Copy();
        await LeaveAtAsync(root, point);
        await Between(root);
        var next = await TestHost.RunHereAsync(root, Integration, Sets);
        await Assert.That(next.ErrorMessage).IsNull();
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT count(*) FROM runs WHERE status NOT IN ('crashed', 'succeeded', 'failed')")).IsEquivalentTo(["0"]);
        await Assert.That(await TelemetryRows.QueryAsync(root, "PRAGMA integrity_check")).IsEquivalentTo(["ok"]);
        await Assert.That(Directory.EnumerateFiles(root.Folder, "*.tmp", Everything)).IsEmpty();
        await Check(root);
    }

    private TemporaryRoot Copy()
    {
        var root = new TemporaryRoot();
        foreach (var file in Directory.EnumerateFiles(_before.Folder, "*", SearchOption.AllDirectories))
        {
            var to = root.Path(Path.GetRelativePath(_before.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        return root;
    }
}
