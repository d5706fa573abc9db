using Framework.Tests.Records;
using Framework.Tests.Running;
using Framework.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.IO;
using IntegrationFramework.Records;
using IntegrationFramework.Sinks;

namespace Framework.Tests.Sinks;

public class FileSinkTests
{
    [Test]
    [Arguments("yaml", "- id: 1\n  name: a\n", "[]\n")]
    [Arguments("jsonl", "{\"id\":1,\"name\":\"a\"}\n", "")]
    [Arguments("csv", "id,name\n1,a\n", "id,name\n")]
    public async Task Replace_RecordsAndNone_WritesTheFileWhole(string kind, string one, string none)
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Replace), new Item(1, "a"));
        await Assert.That(bench.Read("out")).IsEqualTo(one);
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Replace));
        await Assert.That(bench.Read("out")).IsEqualTo(none);
        await Assert.That(Directory.GetFiles(bench.Folder)).Count().IsEqualTo(1);
    }

    [Test]
    [Arguments(WriteMode.Replace)]
    [Arguments(WriteMode.Append)]
    public async Task Begin_NamedPipe_IsRefusedAndStaysOne(WriteMode mode)
    {
        using var bench = new SinkBench();
        await SpecialFile.MakePipeAsync(bench.PathOf("out"));

        await Assert.That(async () => await bench.DeliverAsync(Sink("yaml", bench, mode), new Item(1, "a")))
            .Throws<SinkException>()
            .WithMessage($"yaml sink '{bench.PathOf("out")}': '{bench.PathOf("out")}' is not a file: it is a named pipe. Check that the path names a file on a disk that works. What was there before is untouched.");
        await Assert.That(FileKinds.Of(bench.PathOf("out"))).IsEqualTo(FileKind.Pipe);
    }

    [Test]
    [Arguments(WriteMode.Replace)]
    [Arguments(WriteMode.Append)]
    public async Task Begin_LinkThatLeadsToNothing_IsFollowed(WriteMode mode)
    {
        Skip.When(OperatingSystem.IsWindows(), "Not every user of Windows may make links.");
        using var bench = new SinkBench();
        File.CreateSymbolicLink(bench.PathOf("out"), "elsewhere/file");

        await bench.DeliverAsync([Sink("jsonl", bench, mode)], Item.Schema, [new Item(1, "a")], commit: false);
        await Assert.That(Directory.GetFiles(bench.PathOf("elsewhere"))).IsEmpty();
        await bench.DeliverAsync(Sink("jsonl", bench, mode), new Item(1, "a"));

        await Assert.That(bench.Read("elsewhere/file")).IsEqualTo("{\"id\":1,\"name\":\"a\"}\n");
        await Assert.That(new FileInfo(bench.PathOf("out")).LinkTarget).IsEqualTo("elsewhere/file");
    }

    [Test]
    public async Task Begin_LinkThatLeadsToNothingPageByPage_IsFollowed()
    {
        Skip.When(OperatingSystem.IsWindows(), "Not every user of Windows may make links.");
        using var bench = new SinkBench();
        File.CreateSymbolicLink(bench.PathOf("out"), "elsewhere/file");
        await using (var file = new GrowingFile(bench.PathOf("out"), bench.PathOf("cache")))
        {
            file.Begin(last: null);
            file.Write("a page\n"u8);
            await file.PrepareAsync(CancellationToken.None);
            await file.CommitAsync();
            file.EndPage();
        }

        await Assert.That(bench.Read("elsewhere/file")).IsEqualTo("a page\n");
    }

    [Test]
    [Arguments("yaml", "- id: 1\n  name: a\n- id: 2\n  name: b\n")]
    [Arguments("jsonl", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n")]
    [Arguments("csv", "id,name\n1,a\n2,b\n")]
    public async Task Append_ToNothingAndThenToThat_AddsAtTheEnd(string kind, string expected)
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Append));
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Append), new Item(1, "a"));
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Append), new Item(2, "b"));
        await Assert.That(bench.Read("out")).IsEqualTo(expected);
        await Assert.That(Directory.GetFiles(bench.Folder)).Count().IsEqualTo(1);
    }

    [Test]
    [Arguments("yaml", "- id: 0")]
    [Arguments("jsonl", "{\"id\":0}")]
    [Arguments("csv", "id,name\r\n0,z")]
    public async Task Append_FileWithoutALastLineBreak_BeginsANewLine(string kind, string existing)
    {
        using var bench = new SinkBench();
        await File.WriteAllTextAsync(bench.PathOf("out"), existing);
        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Append), new Item(1, "a"));
        await Assert.That(bench.Read("out")).StartsWith(existing + "\n");
        await Assert.That(bench.Read("out").Length).IsGreaterThan(existing.Length + 4);
    }

    [Test]
    [Arguments("yaml")]
    [Arguments("jsonl")]
    [Arguments("csv")]
    public async Task AnyMode_NotCommitted_LeavesNoTraceAndTheOldFile(string kind)
    {
        using var bench = new SinkBench();
        foreach (var mode in new[] { WriteMode.Replace, WriteMode.Append })
        {
            await bench.DeliverAsync([Sink(kind, bench, mode)], Item.Schema, [new Item(1, "a")], commit: false);
            await Assert.That(Directory.GetFiles(bench.Folder)).IsEmpty();
        }

        await bench.DeliverAsync(Sink(kind, bench, WriteMode.Replace), new Item(1, "a"));
        var before = bench.Read("out");
        foreach (var mode in new[] { WriteMode.Replace, WriteMode.Append })
        {
            await bench.DeliverAsync([Sink(kind, bench, mode)], Item.Schema, [new Item(2, "b")], commit: false);
            await Assert.That(bench.Read("out")).IsEqualTo(before);
            await Assert.That(Directory.GetFiles(bench.Folder)).Count().IsEqualTo(1);
        }
    }

    [Test]
    public async Task Append_YamlThatHoldsAnEmptyList_IsRestoredWhenNotCommitted()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(Sink("yaml", bench, WriteMode.Replace));
        await bench.DeliverAsync([Sink("yaml", bench, WriteMode.Append)], Item.Schema, [new Item(2, "b")], commit: false);
        await Assert.That(bench.Read("out")).IsEqualTo("[]\n");
        await bench.DeliverAsync(Sink("yaml", bench, WriteMode.Append), new Item(2, "b"));
        await Assert.That(bench.Read("out")).IsEqualTo("- id: 2\n  name: b\n");
    }

    [Test]
    [Arguments("yaml", "a: 1\n", "is no YAML list in block style")]
    [Arguments("csv", "id,title\n1,a\n", "the file's columns are 'id,title', the records' are 'id,name'")]
    public async Task Append_FileThatHoldsSomethingElse_IsRefusedAndUntouched(string kind, string existing, string problem)
    {
        using var bench = new SinkBench();
        await File.WriteAllTextAsync(bench.PathOf("out"), existing);
        var error = await Assert.That(async () => await bench.DeliverAsync(Sink(kind, bench, WriteMode.Append), new Item(1, "a"))).Throws<SinkException>();
        await Assert.That(error!.Message).Contains(problem);
        await Assert.That(bench.Read("out")).IsEqualTo(existing);
    }

    [Test]
    public async Task Csv_AsItComes_DeliversTextUnaltered()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(
            Sink("csv", bench, WriteMode.Replace),
            new Item(-1, "=1+1"), new Item(2, "a,\"b\"\nc"), new Item(3, null), new Item(4, "@x"), new Item(5, "+49 30 123"), new Item(6, "-12.50"));
        await Assert.That(bench.Read("out")).IsEqualTo("id,name\n-1,=1+1\n2,\"a,\"\"b\"\"\nc\"\n3,\n4,@x\n5,+49 30 123\n6,-12.50\n");
    }

    [Test]
    [Arguments("=1+1", "'=1+1")]
    [Arguments("@x", "'@x")]
    [Arguments("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [Arguments("-2+3+A1", "'-2+3+A1")]
    [Arguments("\uff1d1+1", "'\uff1d1+1")]
    [Arguments("\t=1+1", "'\t=1+1")]
    [Arguments("+49 30 123", "+49 30 123")]
    [Arguments("+33 (0)4 55-50/13", "+33 (0)4 55-50/13")]
    [Arguments("-12.50", "-12.50")]
    [Arguments("-1\u202f234,5 %", "\"-1\u202f234,5 %\"")]
    [Arguments("-", "-")]
    [Arguments("a=1", "a=1")]
    [Arguments("", "")]
    public async Task Csv_FormulasEscape_DefusesFormulasAndKeepsNumbers(string text, string written)
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(new CsvSinkConfig(bench.Output("out"), WriteMode.Replace, CsvFormulas.Escape), new Item(-1, text));
        await Assert.That(bench.Read("out")).IsEqualTo($"id,name\n-1,{written}\n");
    }

    [Test]
    public async Task Csv_EveryKindOfField_NestedOnesAsJson()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync([Sink("csv", bench, WriteMode.Replace)], Everything.Schema, [new Everything { Text = null }]);
        await Assert.That(bench.Read("out")).IsEqualTo(
            "text,flag,whole,real,money,day,moment,span,nested,tags,rates,matrix,children\n"
            + ",true,-42,1.5,12.30,2026-01-31,2026-01-31T12:30:00.25+02:00,01:02:03,,\"[\"\"a\"\",\"\"no\"\"]\",\"{\"\"EUR\"\":1,\"\"x y\"\":0.25}\",\"[[1,2],[]]\",[]\n");
    }

    [Test]
    [Arguments("yaml")]
    [Arguments("jsonl")]
    [Arguments("csv")]
    public async Task Write_RecordThatThrowsHalfway_IsRefusedAndLeavesNothingBehind(string kind)
    {
        using var bench = new SinkBench();
        Moody[] records = [new(1, false), new(2, true), new(3, false)];
        var refused = await bench.DeliverAsync([Sink(kind, bench, WriteMode.Replace)], Moody.Schema, records);
        await Assert.That(refused).IsEquivalentTo(["2 won't say"]);
        using var good = new SinkBench();
        await good.DeliverAsync([Sink(kind, good, WriteMode.Replace)], Moody.Schema, [records[0], records[2]]);
        await Assert.That(bench.Read("out")).IsEqualTo(good.Read("out"));
    }

    [Test]
    public async Task Write_SeveralSinks_NoneGetsWhatAnEarlierOneRefused()
    {
        using var bench = new SinkBench();
        await bench.DeliverAsync(
            [new SqliteSinkConfig(bench.Output("a.db"), "t", [], WriteMode.Append), Sink("jsonl", bench, WriteMode.Replace)],
            Item.Schema,
            [new Item(1, "a"), new Item(2, "b")]);
        await Assert.That(bench.Read("out")).IsEqualTo("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n");
    }

    [Test]
    public async Task Write_FullDisk_SaysSoAndWhatToDo()
    {
        using var bench = new SinkBench();
        var target = new FullDisk();
        await using var sink = new FileSink("jsonl", new JsonLinesEncoder(Item.Schema, new RecordBuffer()), target, isPaged: false);
        await sink.BeginAsync(null, CancellationToken.None);
        var page = new SinkPage((_, _, _) => { });
        Item[] items = [new(1, new string('x', 100_000))];
        page.Set(items, 1);
        var error = await Assert.That(async () => await sink.WritePageAsync(page, CancellationToken.None)).Throws<SinkException>();
        await Assert.That(error!.Message).IsEqualTo(
            "jsonl sink '/dev/full': the disk is full. Free some space, or let the path point to a disk that has some. What was there before is untouched.");
    }

    [Test]
    public async Task Begin_PathIsAFolder_SaysSo()
    {
        using var bench = new SinkBench();
        Directory.CreateDirectory(bench.PathOf("out"));
        foreach (var mode in new[] { WriteMode.Replace, WriteMode.Append })
        {
            var error = await Assert.That(async () => await bench.DeliverAsync(Sink("csv", bench, mode))).Throws<SinkException>();
            await Assert.That(error!.Message).Contains("is a folder");
        }
    }

    [Test]
    public async Task Begin_ParentIsAFile_SaysSo()
    {
        using var bench = new SinkBench();
        await File.WriteAllTextAsync(bench.PathOf("file"), "mine");
        foreach (var mode in new[] { WriteMode.Replace, WriteMode.Append })
        {
            await Assert.That(async () => await bench.DeliverAsync(new CsvSinkConfig(bench.Output("file/out"), mode))).Throws<SinkException>();
        }

        await Assert.That(bench.Read("file")).IsEqualTo("mine");
    }

    private static SinkConfig Sink(string kind, SinkBench bench, WriteMode mode) => kind switch
    {
        "yaml" => new YamlSinkConfig(bench.Output("out"), mode),
        "csv" => new CsvSinkConfig(bench.Output("out"), mode),
        _ => new JsonLinesSinkConfig(bench.Output("out"), mode),
    };

    /// <summary>A record of which a member may throw.</summary>
    private sealed record Moody(long Id, bool Throws)
    {
        public static RecordSchema<Moody> Schema { get; } = new MoodySchema();

        public string Mood => Throws ? throw new InvalidOperationException($"{Id} won't say") : "good";

        private sealed class MoodySchema() : RecordSchema<Moody>(
            "Moody", new("id", FieldKind.Integer), new("list", FieldKind.List, item: Element), new("after", FieldKind.Integer))
        {
            private static readonly RecordField Element = new("item", FieldKind.String);

            public override void Write(Moody record, RecordWriter writer)
            {
                writer.WriteInteger(Fields[0], record.Id);
                writer.BeginList(Fields[1]);
                writer.WriteString(Element, record.Mood);
                writer.EndList();
                writer.WriteInteger(Fields[2], record.Id);
            }
        }
    }

    /// <summary>The device that is always full.</summary>
    private sealed class FullDisk : OutputTarget
    {
        private readonly FileStream _stream = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        public override string Name => "'/dev/full'";

        public override CommitOrder CommitOrder => CommitOrder.Replacement;

        public override void Begin(DeliveryReceipt? last)
        {
        }

        public override void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

        public override ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override ValueTask CommitAsync() => ValueTask.CompletedTask;

        public override ValueTask DisposeAsync() => _stream.DisposeAsync();
    }
}
