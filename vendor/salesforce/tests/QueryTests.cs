using IntegrationFramework.FakeServices;
using Vendors.Salesforce;

namespace Vendors.Tests.Salesforce;

public class QueryTests
{
    private const string QueryTimeout = """[{"message":"Your query request was running for too long.","errorCode":"QUERY_TIMEOUT"}]""";

    [Test]
    public async Task Query_OfSeveralPages_GivesEachRecordOnce()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.QueryPageSize = 7;
        using var org = Org.Of(fake);

        var results = org.Client.QueryAsync($"SELECT Id, Name FROM Account ORDER BY Name");
        var records = await results.ToListAsync();

        await Assert.That(results.TotalSize).IsEqualTo(40);
        await Assert.That(records.Select(record => record.Id).Distinct().Count()).IsEqualTo(40);
        await Assert.That(records[0].Type).IsEqualTo("Account");
        await Assert.That(fake.Requests.To("/services/data/*").Count).IsEqualTo(6);
    }

    [Test]
    public async Task Query_WhoseReaderStops_AsksForNoFurtherPage()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.QueryPageSize = 7;
        using var org = Org.Of(fake);

        await org.Client.QueryAsync($"SELECT Id FROM Account").Take(5).ToListAsync();

        await Assert.That(fake.Requests.To("/services/data/*").Count).IsEqualTo(1);
    }

    [Test]
    public async Task QueryAll_FindsDeletedRecordsToo()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var some = await org.Client.QueryAsync($"SELECT Id FROM Contact").CountAsync();
        var all = await org.Client.QueryAllAsync($"SELECT Id FROM Contact").CountAsync();

        await Assert.That((some, all)).IsEqualTo((96, 100));
    }

    [Test]
    public async Task Query_WithAValueThatWouldChangeIt_FindsOnlyWhatIsCalledSo()
    {
        await using var fake = await FakeServer.StartAsync();
        var name = @"x' OR Name != '\";
        var id = fake.Salesforce.Records.Create("Account", ("Name", name));
        using var org = Org.Of(fake);

        var found = await org.Client.QueryAsync($"SELECT Id, Name FROM Account WHERE Name = {name}").ToListAsync();

        await Assert.That(found.Select(record => record.Id)).IsEquivalentTo([id]);
    }

    [Test]
    public async Task Query_OfChildrenThatHavePagesOfTheirOwn_FollowsThem()
    {
        await using var server = new ScriptedSalesforce()
            .On("GET query", 200, """
                {"totalSize":2,"done":true,"records":[
                  {"attributes":{"type":"Account"},"Name":"Many","Contacts":{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01gA-2",
                    "records":[{"attributes":{"type":"Contact"},"LastName":"A"},{"attributes":{"type":"Contact"},"LastName":"B"}]}},
                  {"attributes":{"type":"Account"},"Name":"None","Contacts":null}]}
                """)
            .On("GET query/01gA-2", 200, """{"totalSize":3,"done":true,"records":[{"attributes":{"type":"Contact"},"LastName":"C"}]}""");
        using var org = Org.Of(server);

        var names = new List<string>();
        await foreach (var account in org.Client.QueryAsync($"SELECT Name, (SELECT LastName FROM Contacts) FROM Account"))
        {
            names.Add(string.Concat(await account.ChildrenAsync("Contacts").Select(contact => contact.GetString("LastName")).ToListAsync()));
        }

        await Assert.That(names).IsEquivalentTo(["ABC", ""]);
    }

    [Test]
    public async Task Record_HasTypedFieldsAndThoseOfItsParents()
    {
        await using var server = new ScriptedSalesforce().On("GET query", 200, """
            {"totalSize":1,"done":true,"records":[{"attributes":{"type":"Widget__c","url":"/services/data/v62.0/sobjects/Widget__c/a01"},
              "Id":"a01000000000001AAA","Price__c":12.50,"Count__c":3.0,"Active__c":true,"Day__c":"2026-02-03",
              "SystemModstamp":"2026-02-03T04:05:06.000+0000","Kinds__c":"red;blue","Note__c":null,
              "Owner":{"attributes":{"type":"User"},"Name":"Ada","Manager":null}}]}
            """);
        using var org = Org.Of(server);

        var record = await org.Client.QueryAsync($"SELECT Id FROM Widget__c").SingleAsync();

        await Assert.That(record.GetDecimal("Price__c")).IsEqualTo(12.50m);
        await Assert.That(record.GetInt64("Count__c")).IsEqualTo(3);
        await Assert.That(record.GetBoolean("active__C")).IsTrue();
        await Assert.That(record.GetDateOnly("Day__c")).IsEqualTo(new DateOnly(2026, 2, 3));
        await Assert.That(record.GetDateTimeOffset("SystemModstamp")).IsEqualTo(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await Assert.That(record.GetChoices("Kinds__c")).IsEquivalentTo(["red", "blue"]);
        await Assert.That(record.GetDecimal("Note__c")).IsNull();
        await Assert.That(record.GetString("Owner.Name")).IsEqualTo("Ada");
        await Assert.That(record.GetString("Owner.Manager.Name")).IsNull();
        await Assert.That(() => record.GetString("Prize__c")).Throws<SalesforceException>().WithMessageContaining("Did you mean 'Price__c'?");
        await Assert.That(() => record.GetDecimal("Day__c")).Throws<SalesforceException>().WithMessageContaining("'Day__c' of Widget__c is no number: '2026-02-03'");
    }

    [Test]
    public async Task Query_WithAFieldThatIsMisspelled_NamesTheOneThatWasMeant()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var error = await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id, Indutsry FROM Account").ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.ErrorCode).IsEqualTo("INVALID_FIELD");
        await Assert.That(error.IsTransient).IsFalse();
        await Assert.That(error.Message).Contains("No such column 'Indutsry' on entity 'Account'");
        await Assert.That(error.Message).Contains("field-level security");
        await Assert.That(error.Message).EndsWith("Did you mean 'Industry'?");
    }

    [Test]
    public async Task Query_ThatIsMalformed_IsNotTriedAgain()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var error = await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FORM Account").ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.ErrorCode).IsEqualTo("MALFORMED_QUERY");
        await Assert.That(error.IsTransient).IsFalse();
        await Assert.That(fake.Requests.All.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Query_ThatTakesTooLong_IsAskedForInSmallerPages()
    {
        await using var server = new ScriptedSalesforce().On("GET query", 400, QueryTimeout).On("GET query", 400, QueryTimeout)
            .On("GET query", 200, """{"totalSize":1,"done":true,"records":[{"Id":"1"}]}""");
        using var org = Org.Of(server);

        await Assert.That(await org.Client.QueryAsync($"SELECT Id FROM Account").CountAsync()).IsEqualTo(1);
        await Assert.That(server.QueryOptions).IsEquivalentTo(["", "batchSize=1000", "batchSize=500"]);
    }

    [Test]
    public async Task Query_ThatTakesTooLongForAnyPage_SaysWhatToDo()
    {
        await using var server = new ScriptedSalesforce().On("GET query", 400, QueryTimeout);
        using var org = Org.Of(server, options => options with { Bulk = BulkUse.Never });

        var error = await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync()).Throws<SalesforceException>();

        await Assert.That(error!.Message).Contains("Make the query more selective");
        await Assert.That(error.IsTransient).IsTrue();
        await Assert.That(server.Count("GET query")).IsEqualTo(4);
    }

    [Test]
    public async Task Query_WhenTheLimitIsUsedUp_FailsAtOnceAndSaysWhenToComeBack()
    {
        await using var fake = await FakeServer.StartAsync();
        (fake.Salesforce.ApiLimit, fake.Salesforce.ApiUsed) = (100, 100);
        using var org = Org.Of(fake);

        var error = await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync()).Throws<SalesforceLimitException>();

        await Assert.That(error!.RetryAfter!.Value - DateTimeOffset.UtcNow).IsBetween(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        await Assert.That(error.IsTransient).IsFalse();
        await Assert.That(error.Message).Contains("24 hours");
        await Assert.That(fake.Requests.All.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Query_WhileTooManyRunAtOnce_MayBeTriedAgainInAMinute()
    {
        await using var server = new ScriptedSalesforce()
            .On("GET query", 403, ScriptedSalesforce.Error("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded."));
        using var org = Org.Of(server);

        var error = await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync()).Throws<SalesforceLimitException>();

        await Assert.That(error!.IsTransient).IsTrue();
        await Assert.That(server.Requests.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Usage_AfterAResponse_IsWhatItSaid()
    {
        await using var server = new ScriptedSalesforce()
            .On("GET query", 200, """{"totalSize":0,"done":true,"records":[]}""", "Sforce-Limit-Info: api-usage=14000/15000; per-app-api-usage=17/250(appName=sync)");
        using var org = Org.Of(server);

        await org.Client.CountAsync($"SELECT count() FROM Account");
        await org.Client.CountAsync($"SELECT count() FROM Account");

        await Assert.That(org.Client.Usage).IsEqualTo(new ApiUsage(14_000, 15_000));
        await Assert.That(org.Logger.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)))
            .IsEquivalentTo(["Warning: Salesforce: 14000 of the org's 15000 API requests in 24 hours are used."]);
    }

    [Test]
    public async Task Query_WhoseCursorIsForgotten_IsTransient()
    {
        await using var fake = await FakeServer.StartAsync();
        fake.Salesforce.QueryPageSize = 7;
        using var org = Org.Of(fake);
        await using var records = org.Client.QueryAsync($"SELECT Id FROM Account").GetAsyncEnumerator();
        await records.MoveNextAsync();
        fake.Salesforce.ExpireQueryCursors();

        var error = await Assert.That(async () =>
        {
            while (await records.MoveNextAsync())
            {
            }
        }).Throws<SalesforceException>();

        await Assert.That(error!.ErrorCode).IsEqualTo("INVALID_QUERY_LOCATOR");
        await Assert.That(error.IsTransient).IsTrue();
    }

    [Test]
    public async Task Query_WhoseNextPageIsOnAnotherHost_DoesNotGoThereWithTheToken()
    {
        await using var elsewhere = new ScriptedSalesforce();
        await using var server = new ScriptedSalesforce()
            .On("GET query", 200, $$"""{"totalSize":2,"done":false,"nextRecordsUrl":"{{elsewhere.Url}}next","records":[]}""");
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync())
            .Throws<SalesforceException>().WithMessageContaining("it was not followed");
        await Assert.That(elsewhere.Requests.Count).IsEqualTo(0);
    }

    [Test]
    [Arguments("<html>Maintenance</html>", "something that isn't JSON")]
    [Arguments("{\"records\":[]}", "something else than a page of records")]
    [Arguments("{\"totalSize\":3,\"done\":false,\"records\":[]}", "that a result goes on, but not where")]
    [Arguments("", "with nothing")]
    public async Task Query_AnsweredWithSomethingElse_SaysSo(string body, string message)
    {
        await using var server = new ScriptedSalesforce().On("GET query", 200, body);
        using var org = Org.Of(server);

        await Assert.That(async () => await org.Client.QueryAsync($"SELECT Id FROM Account").ToListAsync())
            .Throws<SalesforceException>().WithMessageContaining(message);
    }

    [Test]
    public async Task Query_OfAggregates_HasTheirFields()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var total = await org.Client.QueryAsync($"SELECT COUNT(Id) FROM Account").SingleAsync();

        await Assert.That(total.GetInt64("expr0")).IsEqualTo(40);
    }

    [Test]
    public async Task Describe_OfAnObject_AsksOnce()
    {
        await using var fake = await FakeServer.StartAsync();
        using var org = Org.Of(fake);

        var contact = await org.Client.DescribeAsync("Contact");
        await org.Client.DescribeAsync("contact");

        await Assert.That(contact.Fields.Single(field => field.Name == "External_Id__c").IsExternalId).IsTrue();
        await Assert.That(contact.Fields.Single(field => field.Name == "AccountId").RelationshipName).IsEqualTo("Account");
        await Assert.That(fake.Requests.To("*/describe").Count).IsEqualTo(1);
    }
}
