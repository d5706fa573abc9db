using Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Cli.Tests;

/// <summary>A record that another version of the program has changed, from the command line.</summary>
public class ContractTests
{
    [Test]
    public async Task Run_RecordChanged_FailsUntilItIsAcceptedAsTheMessageSays()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "journal");
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT integration, record FROM contracts")).IsEquivalentTo(
            ["""journal|[{"name":"number","type":"integer","nullable":false},{"name":"text","type":"string","nullable":false}]"""]);

        // As a version of the program left it whose record had no text, and so had the table and the file.
        await LeaveAsync(root, "telemetry.db", """UPDATE contracts SET record = '[{"name":"number","type":"integer","nullable":false}]'""");
        await LeaveAsync(root, "output/journal.db", "ALTER TABLE plain DROP COLUMN text");
        await LeaveAsync(root, "output/journal.db", "ALTER TABLE keyed DROP COLUMN text");
        await LeaveAsync(root, "output/journal.db", "ALTER TABLE latest DROP COLUMN text");
        await File.WriteAllTextAsync(root.Path("output", "journal.csv"), "number\r\n1\r\n");

        var refused = await TestHost.RunAsync(root, "run", "journal", "--set", "journal.contract=fail");
        await Assert.That(refused.ExitCode).IsEqualTo(1).Because(refused.ToString());
        await Assert.That(refused.Error).Contains("journal could not be started: its records are not what they were in the last run that succeeded (");
        await Assert.That(refused.Error).Contains("): 'text' is new (string). That is what contract: fail in config.yaml is for. To accept it, run it once with --set journal.contract=evolve,");

        var accepted = await TestHost.RunAsync(root, "run", "journal", "--set", "journal.contract=evolve");
        await Assert.That(accepted.ExitCode).IsEqualTo(0).Because(accepted.ToString());
        await Assert.That(await File.ReadAllTextAsync(root.Path("output", "journal.csv"))).IsEqualTo("number,text\r\n1,\r\n1,entry 1\n2,entry 2\n3,entry 3\n");
        await Assert.That(await OutputFiles.RowsAsync(root, "journal.db", "SELECT count(*), count(text) FROM plain")).IsEquivalentTo(["6|3"]);

        var next = await TestHost.RunAsync(root, "run", "journal", "--set", "journal.contract=fail");
        await Assert.That(next.ExitCode).IsEqualTo(0).Because(next.ToString());
    }

    [Test]
    public async Task Run_KeptRecordThatCantBeRead_SaysHowToGoOn()
    {
        using var root = new TemporaryRoot();
        await TestHost.RunAsync(root, "run", "journal");
        await LeaveAsync(root, "telemetry.db", "UPDATE contracts SET record = 'no JSON'");
        var outcome = await TestHost.RunAsync(root, "run", "journal");
        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("Delete the integration's row there: the next run that succeeds makes it anew");
        await LeaveAsync(root, "telemetry.db", "DELETE FROM contracts");
        await Assert.That((await TestHost.RunAsync(root, "run", "journal")).ExitCode).IsEqualTo(0);
    }

    [Test]
    public async Task Run_PolicyThatThereIsNot_SaysWhichThereAre()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, "run", "journal", "--set", "journal.contract=freeze");
        await Assert.That(outcome.ExitCode).IsNotEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Error).Contains("IFW0303").And.Contains("'contract' takes one of fail, warn, evolve, not 'freeze'");
    }

    private static async Task LeaveAsync(TemporaryRoot root, string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={root.Path(database)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
