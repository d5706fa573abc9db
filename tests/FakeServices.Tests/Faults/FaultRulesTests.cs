using System.Net;
using IntegrationFramework.FakeServices.Faults;

namespace IntegrationFramework.FakeServices.Tests.Faults;

public class FaultRulesTests
{
    [Test]
    public async Task Add_TwoRules_HitRequestsOneRuleAfterTheOther()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("/services/data", Fault.Status(503), times: 2);
        client.Fake.Faults.Add("/services/data", Fault.Status(429));

        await Assert.That(await StatusesAsync(client, "services/data", 4)).IsEquivalentTo([503, 503, 429, 200]);
    }

    [Test]
    public async Task Add_WithNth_SparesTheRequestsBefore()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add(new FaultMatch("/services/data") { Nth = 3 }, Fault.Status(500));

        await Assert.That(await StatusesAsync(client, "services/data", 4)).IsEquivalentTo([200, 200, 500, 200]);
    }

    [Test]
    public async Task Add_WithPathMethodAndQuery_HitsOnlyWhatMatches()
    {
        await using var client = await Client.StartAsync();
        var rule = client.Fake.Faults.Add(new FaultMatch("/services/*") { Method = "GET", Query = "page=2" }, Fault.Status(500), times: 9);

        await Assert.That(await StatusesAsync(client, "services/data", 1)).IsEquivalentTo([200]);
        await Assert.That(await StatusesAsync(client, "services/data?page=2", 1)).IsEquivalentTo([500]);
        await Assert.That(rule.Fired).IsEqualTo(1);
    }

    [Test]
    public async Task Remove_ARule_LetsRequestsPass()
    {
        await using var client = await Client.StartAsync();
        var rule = client.Fake.Faults.Add("*", Fault.Status(500), times: int.MaxValue);
        client.Fake.Faults.Remove(rule);

        await Assert.That(await StatusesAsync(client, "services/data", 1)).IsEquivalentTo([200]);
    }

    [Test]
    public async Task Post_Faults_AddsWhatItDescribes()
    {
        await using var client = await Client.StartAsync();

        var (status, rule) = await client.SendAsync(
            HttpMethod.Post, "_faults", """{"fault":"status","status":503,"retry_after":120,"path":"/services/*","nth":2,"times":3}""");
        var statuses = await StatusesAsync(client, "services/data", 5);

        await Assert.That(status).IsEqualTo(HttpStatusCode.Created);
        await Assert.That(rule.GetProperty("times").GetInt32()).IsEqualTo(3);
        await Assert.That(statuses).IsEquivalentTo([200, 503, 503, 503, 200]);
        await Assert.That((await client.GetAsync("_faults")).Json[0].GetProperty("fired").GetInt32()).IsEqualTo(3);
    }

    [Test]
    [Arguments("status")]
    [Arguments("answer")]
    [Arguments("salesforce_error")]
    [Arguments("html")]
    [Arguments("invalid_json")]
    [Arguments("redirect_loop")]
    [Arguments("redirect")]
    [Arguments("gzip_bomb")]
    [Arguments("delay")]
    [Arguments("timeout")]
    [Arguments("stall")]
    [Arguments("reset")]
    [Arguments("lost_answer")]
    [Arguments("cut_short")]
    [Arguments("drip")]
    [Arguments("wrong_content_length")]
    public async Task Post_Faults_KnowsEachByName(string name)
    {
        await using var client = await Client.StartAsync();

        var (status, _) = await client.SendAsync(HttpMethod.Post, "_faults", $$"""{"fault":"{{name}}","milliseconds":1}""");

        await Assert.That(status).IsEqualTo(HttpStatusCode.Created);
        await Assert.That(client.Fake.Faults.All.Single().Fault.Name).IsEqualTo(name);
    }

    [Test]
    [Arguments("""{"fault":"earthquake"}""", "There is no fault 'earthquake'")]
    [Arguments("""{"fault":"drip"}""", "'drip' needs 'milliseconds'.")]
    [Arguments("""{"fault":"status","times":0}""", "times")]
    [Arguments("[]", "A fault is a JSON object.")]
    public async Task Post_FaultsThatCannotBeUnderstood_SaysWhy(string json, string message)
    {
        await using var client = await Client.StartAsync();

        var (status, answer) = await client.SendAsync(HttpMethod.Post, "_faults", json);

        await Assert.That(status).IsEqualTo(HttpStatusCode.BadRequest);
        await Assert.That(answer.Text("message")!).Contains(message);
        await Assert.That(client.Fake.Faults.All).IsEmpty();
    }

    [Test]
    public async Task Delete_Faults_TakesThemBack()
    {
        await using var client = await Client.StartAsync();
        client.Fake.Faults.Add("*", Fault.Status(500));

        await client.SendAsync(HttpMethod.Delete, "_faults");

        await Assert.That(await StatusesAsync(client, "services/data", 1)).IsEquivalentTo([200]);
    }

    private static async Task<List<int>> StatusesAsync(Client client, string path, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await client.Http.GetAsync(path);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
