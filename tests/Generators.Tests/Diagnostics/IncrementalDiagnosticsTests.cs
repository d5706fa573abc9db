using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>An integration that goes on from a cursor is known for one by its base class.</summary>
public class IncrementalDiagnosticsTests
{
    private const string Class = """
        namespace Demo.Sample;
        public sealed record Item(string Name);
        [Integration]
        public sealed partial class Sample : IncrementalIntegration<Item>
        {
            protected override IAsyncEnumerable<SourcePage<Item>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
                throw new NotSupportedException();
        }
        """;

    private static TestRun Run(string config) => new TestProject()
        .Source("sample/Sample.cs", Class).Yaml("sample/config.yaml", config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

    [Test]
    public async Task Cursor_WithASinkThatReplaces_IsReportedAtTheMode()
    {
        var run = Run("deliver:\n  - sqlite: { path: a.db, table: t, mode: replace }\n  - csv: { path: a.csv }\n");
        await Expect.Diagnostics(
            run.Diagnostics,
            "sample/config.yaml(2,43): IFW0121: this integration goes on from a cursor, and 'mode: replace' would lose what was delivered before; use upsert or append",
            "sample/config.yaml(3,5): IFW0121: this integration goes on from a cursor, and 'mode: replace' would lose what was delivered before; use append");
    }

    [Test]
    public async Task Cursor_WithSinksThatAdd_IsRegisteredAsIncremental()
    {
        var run = Run("deliver:\n  - jsonl: { path: a.jsonl, mode: append }\n");
        await Assert.That(run.Diagnostics).IsEmpty();
        await Assert.That(run.CompilerMessages.Where(message => message.Contains("error", StringComparison.Ordinal))).IsEmpty();
        await Assert.That(TextOf(run)).Contains("IsIncremental = true,");
        await Assert.That(TextOf(run)).DoesNotContain("HasWindows");
    }

    [Test]
    [Arguments("Item", true)]
    [Arguments("Other", false)]
    public async Task Cursor_WithWindows_IsRegisteredAsSuchWhereTheyAreOfTheFetchedRecord(string record, bool hasWindows)
    {
        var source = Class
            .Replace("IncrementalIntegration<Item>", $"IncrementalIntegration<Item>, IWindowedSource<{record}>", StringComparison.Ordinal)
            .Replace("    protected override", $$"""
                    public System.Threading.Tasks.Task<IReadOnlyList<{{record}}>> FetchWindowAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
                        throw new NotSupportedException();

                    protected override
                """, StringComparison.Ordinal) + "\npublic sealed record Other(string Name);\n";
        var run = new TestProject()
            .Source("sample/Sample.cs", source).Yaml("sample/config.yaml", "enabled: true\n").Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Assert.That(run.CompilerMessages.Where(message => message.Contains("error", StringComparison.Ordinal))).IsEmpty();
        await Assert.That(TextOf(run).Contains("HasWindows = true,", StringComparison.Ordinal)).IsEqualTo(hasWindows);
    }

    private static string TextOf(TestRun run) => string.Concat(run.Result.GeneratedSources.Select(source => source.SourceText.ToString()));
}
