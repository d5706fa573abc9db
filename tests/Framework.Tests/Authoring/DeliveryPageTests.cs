using System.Text;
using Framework.Tests.Running;
using IntegrationFramework;

namespace Framework.Tests.Authoring;

public class DeliveryPageTests
{
    private const string One = "{\"id\":1,\"name\":\"a, b\"}";
    private const string Two = "{\"id\":2,\"name\":null}";

    [Test]
    public async Task Json_OfEachRecord_IsTheRecordAlone()
    {
        var page = Page(One, Two);
        await Assert.That(page.Count).IsEqualTo(2);
        await Assert.That(Text(page.Json(0).Span)).IsEqualTo(One);
        await Assert.That(Text(page.Json(1).Span)).IsEqualTo(Two);
        await Assert.That(() => page.Json(2)).Throws<ArgumentOutOfRangeException>();
        await Assert.That(() => page.Json(-1)).Throws<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task ToJsonArray_OfOneOrSeveral_IsAnArray()
    {
        await Assert.That(Text(Page(One).ToJsonArray())).IsEqualTo($"[{One}]");
        await Assert.That(Text(Page(One, Two, One).ToJsonArray())).IsEqualTo($"[{One},{Two},{One}]");
    }

    [Test]
    public async Task Read_TheIntegrationsType_MakesTheRecord()
    {
        await Assert.That(Page(One, Two).Read<Item>(1)).IsEqualTo(new Item(2, null));
    }

    [Test]
    public async Task Read_AnotherType_SaysWhichItIs()
    {
        await Assert.That(() => Page(One).Read<string>(0)).Throws<InvalidOperationException>()
            .WithMessage("The sink takes String, and the integration delivers Item.");
    }

    [Test]
    public async Task IdempotencyKey_OfOtherRecordsUnderTheSameToken_IsAnother()
    {
        await Assert.That(Page(One).IdempotencyKey).IsEqualTo(Page(One).IdempotencyKey);
        await Assert.That(Page(One).IdempotencyKey).IsNotEqualTo(Page(Two).IdempotencyKey);
        await Assert.That(Page(One).IdempotencyKey).StartsWith("orders.hook.run.7.0.");
    }

    [Test]
    public async Task Refuse_ARecordThatIsNotThere_Throws()
    {
        var page = Page(One);
        await Assert.That(() => page.Refuse(1, new IOException())).Throws<ArgumentOutOfRangeException>();
        await Assert.That(() => page.Refuse(0, null!)).Throws<ArgumentNullException>();
    }

    [Test]
    public async Task Refuse_AfterTheDelivery_Throws()
    {
        var page = Page(One, Two);
        page.Refuse(1, new IOException("no"));
        await Assert.That(page.End().Keys).IsEquivalentTo([1]);
        await Assert.That(() => page.Refuse(0, new IOException("late"))).Throws<InvalidOperationException>()
            .WithMessage("The page is delivered already: refuse a record before DeliverAsync returns.");
    }

    private static DeliveryPage Page(params string[] records) =>
        new(new DeliveryToken("orders.hook.run.7", 0, 1), Item.Schema, Encoding.UTF8.GetBytes(string.Concat(records.Select(record => record + "\n"))), records.Length);

    private static string Text(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json);
}
