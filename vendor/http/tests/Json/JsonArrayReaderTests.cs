using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationFramework;
using Vendors.Http;

namespace Vendors.Tests.Http;

public class JsonArrayReaderTests
{
    [Test]
    [Arguments(1)]
    [Arguments(7)]
    [Arguments(100_000)]
    public async Task ReadArrayAsync_InAnyPieces_GivesElementsAndWhatStandsBeside(int piece)
    {
        var large = new string('x', 200_000);
        using var response = Response($$"""{"total":3,"skip":{"a":[1,{"b":2}]},"records":[{"n":1},{"n":2,"t":"{{large}}"},{"n":3}],"next":"/more"} """, piece);
        var beside = new Dictionary<string, JsonElement>();

        var numbers = await response.ReadArrayAsync("records", element => element.GetProperty("n").GetInt32(), beside.Add).ToListAsync();

        await Assert.That(numbers).IsEquivalentTo([1, 2, 3]);
        await Assert.That(beside["next"].GetString()).IsEqualTo("/more");
        await Assert.That(beside.Keys).IsEquivalentTo(["total", "skip", "next"]);
    }

    [Test]
    [Arguments("""[1,2,[3]]""", null, 3)]
    [Arguments("""{"x":{"records":[9]},"records":[]}""", "records", 0)]
    [Arguments("""{"records":null}""", "records", 0)]
    public async Task ReadArrayAsync_OfOtherShapes_GivesTheirElements(string json, string? property, int count)
    {
        using var response = Response(json, 3);

        await Assert.That(await response.ReadArrayAsync(property, element => element.ValueKind).CountAsync()).IsEqualTo(count);
    }

    [Test]
    [Arguments("<html><body>Login", "with status 200 and an HTML page in place of JSON: <html><body>Login")]
    [Arguments("", "with status 200 and an empty body in place of JSON.")]
    [Arguments("""{"records":[1,2""", "that can't be read as JSON")]
    [Arguments("""{"error":"no"}""", "has no \"records\"")]
    [Arguments("""{"records":[]} trailing""", "that can't be read as JSON")]
    public async Task ReadArrayAsync_OfSomethingElse_SaysWhatCame(string body, string part)
    {
        using var response = Response(body, 5);

        var error = await Assert.That(async () => await response.ReadArrayAsync("records", element => element.ValueKind).CountAsync()).Throws<ServiceException>();

        await Assert.That(error!.Message).Contains(part);
    }

    [Test]
    [Arguments("""{"token":"s3cret" oops""")]
    [Arguments("""{"a":1}{"token":"s3cret"}""")]
    public async Task ReadJsonAsync_OfInvalidJson_ShowsItWithoutSecrets(string body)
    {
        using var response = Response(body, 1000);

        var error = await Assert.That(async () => await response.ReadJsonAsync()).Throws<ServiceException>();

        await Assert.That(error!.Message).Contains("***").And.DoesNotContain("s3cret");
        await Assert.That(error.IsTransient).IsTrue();
    }

    [Test]
    public async Task ReadJsonAsync_WithByteOrderMark_GivesTheDocument()
    {
        using var response = Response("\uFEFF{\"a\":1}", 2);

        using var document = await response.ReadJsonAsync();

        await Assert.That(document.RootElement.GetProperty("a").GetInt32()).IsEqualTo(1);
    }

    private static HttpResponseMessage Response(string body, int piece) => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(new Pieces(Encoding.UTF8.GetBytes(body), piece)),
        RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://a.example/"),
    };

    /// <summary>Gives no more than a piece at a time, as networks do.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
