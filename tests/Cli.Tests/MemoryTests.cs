using System.Globalization;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>Memory is bounded by a few pages, whatever the number of records: held by the runtime, which ends a program that takes more.</summary>
[NotInParallel]
public class MemoryTests
{
    /// <summary>64 MB, as the runtime reads it.</summary>
    private static readonly Dictionary<string, string> Limit = new() { ["DOTNET_GCHeapHardLimit"] = "4000000" };

    [Test]
    [Arguments("jsonl: {path: out.jsonl}", 2_000_000)]
    [Arguments("csv: {path: out.csv, mode: append}", 1_000_000)]
    [Arguments("sqlite: {path: out.db, table: lines}", 1_000_000)]
    public async Task Run_ManyRecords_KeepsWithinAHardLimitOfTheHeap(string sink, int count)
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, Limit, "run", "many_records", "--set", $"many_records.settings.count={count}", "--set", $"many_records.deliver=[{{{sink}}}]");
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(await TelemetryRows.QueryAsync(root, "SELECT records_delivered FROM runs")).IsEquivalentTo([count.ToString(CultureInfo.InvariantCulture)]);
    }

    [Test]
    public async Task Run_WhatGathersRecords_DoesNotKeepWithinIt()
    {
        using var root = new TemporaryRoot();
        var outcome = await TestHost.RunAsync(root, Limit, "run", "hoarder");
        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("memory ran out");
    }
}
