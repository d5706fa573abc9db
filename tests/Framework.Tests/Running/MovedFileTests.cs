using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>Files that are added to, and that somebody moves away or writes anew while the run is on its way.</summary>
public class MovedFileTests
{
    private const string Csv = "deliver: [{ csv: { path: out.csv, mode: append } }]\n";
    private const string OneRun = "id,name\n1,item 1\n2,item 2\n3,item 3\n";

    [Test]
    public async Task Run_FileIsDeletedMeanwhile_FailsAndTheNextBeginsANewOneWithItsHeader()
    {
        await using var host = new Host();
        await host.RunAsync(Csv);
        var run = await RunAsync(host, Csv, () => File.Delete(host.Output("out.csv")));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("out.csv': while this ran something else has moved it away, or has written it anew. Run it again: it is added to as it is then, or begun.");
        await Assert.That(File.Exists(host.Output("out.csv"))).IsFalse();
        await host.RunAsync(Csv);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(OneRun);
    }

    [Test]
    public async Task Run_FileIsDeletedMeanwhile_IsTriedAgainWhereThatIsAllowed()
    {
        await using var host = new Host();
        await host.RunAsync(Csv);
        var run = await RunAsync(host, Csv + "retry: { attempts: 2, delay: 1ms }\n", () => File.Delete(host.Output("out.csv")));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(OneRun);
    }

    [Test]
    [Arguments("")]
    [Arguments("id,title\n")]
    public async Task Run_FileIsWrittenAnewMeanwhile_FailsAndLeavesItAsItIs(string text)
    {
        await using var host = new Host();
        await host.RunAsync(Csv);
        var run = await RunAsync(host, Csv, () => File.WriteAllText(host.Output("out.csv"), text));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(text);
    }

    [Test]
    public async Task Run_FileComesToBeMeanwhile_GetsNoSecondHeader()
    {
        await using var host = new Host();
        var run = await RunAsync(host, Csv, () => File.WriteAllText(host.Output("out.csv"), OneRun));
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(OneRun);
    }

    [Test]
    public async Task Run_SomebodyElseAddsMeanwhile_IsAddedBehindIt()
    {
        await using var host = new Host();
        await host.RunAsync(Csv);
        var run = await RunAsync(host, Csv, () => File.AppendAllText(host.Output("out.csv"), "0,of somebody else\n"));
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo(OneRun + "0,of somebody else\n" + OneRun["id,name\n".Length..]);
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Run_FileOfAnIncrementalSourceIsMovedAwayMeanwhile_LosesNothing(bool isReplaced)
    {
        await using var host = new Host();
        var moves = true;
        PagedScript Script() => new()
        {
            Fetch = (cursor, _, ct) => PagedScript.PagesAsync(cursor, 4, 2, null, ct),
            Each = item =>
            {
                if (item.Id == 3 && moves)
                {
                    File.Move(host.Output("out.csv"), host.Output("moved.csv"));
                    if (isReplaced)
                    {
                        File.WriteAllText(host.Output("out.csv"), "id,name\n");
                    }
                }

                return item;
            },
        };
        var run = (await host.RunAsync(new BatchOptions { Integrations = [PagedScript.Descriptor(Csv, Script)] })).Runs.Single();
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("moved it away").And.Contains("it goes on behind the last page that was committed");
        await Assert.That(await host.ReadAsync("moved.csv")).IsEqualTo("id,name\n1,item 1\n2,item 2\n");

        moves = false;
        File.Delete(host.Output("out.csv"));
        run = (await host.RunAsync(new BatchOptions { Integrations = [PagedScript.Descriptor(Csv, Script)] })).Runs.Single();
        await Assert.That(run.ErrorMessage).IsNull();
        await Assert.That(await host.ReadAsync("out.csv")).IsEqualTo("id,name\n3,item 3\n4,item 4\n");
    }

    /// <summary>Runs, and does something to the file once the run has looked at it.</summary>
    private static Task<RunResult> RunAsync(Host host, string config, Action meanwhile) => host.RunAsync(config, new Script
    {
        Each = (item, run) =>
        {
            if (item.Id == 1 && run.Attempt == 1)
            {
                meanwhile();
            }

            return item;
        },
    });
}
