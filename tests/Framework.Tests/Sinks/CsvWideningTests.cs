using System.Text;
using IntegrationFramework.Sinks;

namespace Framework.Tests.Sinks;

public class CsvWideningTests
{
    [Test]
    [Arguments("a,b\n1,2\n", "a,b,c\n1,2,\n")]
    [Arguments("a,b\n1,2", "a,b,c\n1,2,")]
    [Arguments("a,b", "a,b,c")]
    [Arguments("a,b\r\n1,2\r\n", "a,b,c\r\n1,2,\r\n")]
    [Arguments("a,b\r\n1,2\r", "a,b,c\r\n1,2,\r")]
    [Arguments("\uFEFFa,b\n1,2\n", "\uFEFFa,b,c\n1,2,\n")]
    [Arguments("a,b\n\n1,2\n\r\n", "a,b,c\n\n1,2,\n\r\n")]
    [Arguments("a,b\n1\n", "a,b,c\n1,,\n")]
    [Arguments("\"a\",b\n\"1\n,\"\"\",\"\"\n", "\"a\",b,c\n\"1\n,\"\"\",\"\",\n")]
    [Arguments("a,b\n5\" pipe,2\n", "a,b,c\n5\" pipe,2,\n")]
    public async Task Rewrite_AnyFile_GetsTheColumnAndKeepsTheRest(string before, string after)
    {
        // In pieces of every size, so that a row, a quote and a line's end are each cut in two.
        for (var size = 1; size <= before.Length + 3; size++)
        {
            using var from = new Pieces(Encoding.UTF8.GetBytes(before), size);
            using var to = new MemoryStream();
            new CsvWidening(["a", "b"], ["c"], ",c"u8.ToArray()).Rewrite(from, to);
            await Assert.That(Encoding.UTF8.GetString(to.ToArray())).IsEqualTo(after);
        }
    }

    [Test]
    public async Task Rewrite_HeaderThatWasChangedMeanwhile_Refuses()
    {
        using var from = new MemoryStream("a\n1\n"u8.ToArray());
        await Assert.That(() => new CsvWidening(["a", "b"], ["c"], ",c"u8.ToArray()).Rewrite(from, Stream.Null))
            .Throws<InvalidDataException>().WithMessage("its header is another one than when the run began");
    }

    [Test]
    [Arguments("a,\"b,\"\"c\"\n1,2\n", "a|b,\"c")]
    [Arguments("a,b\r\n", "a|b")]
    [Arguments("\uFEFFa", "a")]
    [Arguments("\"a\nb\",c\n", "a\nb|c")]
    [Arguments("a,\n", "a|")]
    [Arguments("\"a,b\n1,2\n", null)]
    public async Task Parse_Header_GivesItsNames(string head, string? names)
    {
        var parsed = CsvHeader.Parse(Encoding.UTF8.GetBytes(head));
        await Assert.That(parsed is null ? null : string.Join('|', parsed)).IsEqualTo(names);
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));
    }
}
