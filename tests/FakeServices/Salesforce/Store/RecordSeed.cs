using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>The records that there are from the start: 40 accounts, 100 contacts, of which some are deleted, and the one user.</summary>
internal static class RecordSeed
{
    public const int Accounts = 40;
    public const int Contacts = 100;

    private static readonly string[] Firsts = ["Alder", "Brightwater", "Cobalt", "Dunmore", "Eastgate", "Fernhill", "Granite", "Halcyon"];
    private static readonly string[] Seconds = ["Foods", "Logistics", "Instruments", "Energy", "Partners"];
    private static readonly string[] FirstNames = ["Amara", "Björn", "Chloé", "Dmitri", "Elena", "Farid", "Grace", "Hiroshi", "Ines", "Jürgen"];
    private static readonly string[] LastNames = ["O'Brien", "Nakamura", "Silva", "Lindqvist", "Okafor", "Weiß", "Moreau", "Kapoor", "Novák"];
    private static readonly string[] Titles = ["Buyer", "Head of Purchasing", "CFO", "Engineer", "Office Manager"];
    private static readonly (string City, string? State, string Code, string Country)[] Places =
    [
        ("Boston", "MA", "02110", "United States"), ("Leeds", null, "LS1 4AP", "United Kingdom"), ("Köln", null, "50667", "Germany"),
        ("Lyon", null, "69002", "France"), ("Osaka", null, "530-0001", "Japan"),
    ];

    public static void Fill(RecordStore store, DateTimeOffset now)
    {
        store.Create(
            "User", ("Username", "integration@fake.example"), ("Name", "Integration User"), ("Email", "integration@fake.example"), ("IsActive", true));
        var accounts = Enumerable.Range(0, Accounts).Select(i => Account(store, i)).ToList();
        var contacts = Enumerable.Range(0, Contacts).Select(i => Contact(store, i, i % 17 == 0 ? null : accounts[i % Accounts])).ToList();
        foreach (var deleted in contacts.Where((_, i) => i % 25 == 24))
        {
            store.Delete(deleted);
        }

        // As if they had been entered over the last weeks, one every five hours.
        foreach (var (record, i) in store.All("Account").Concat(store.All("Contact")).Select((record, i) => (record, i)))
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()).AddHours(-5 * (Accounts + Contacts - i));
            record["CreatedDate"] = record["LastModifiedDate"] = record["SystemModstamp"] = time;
        }
    }

    private static string Account(RecordStore store, int i)
    {
        var (city, state, code, country) = Places[i % Places.Length];
        var name = $"{Firsts[i % Firsts.Length]} {Seconds[i / Firsts.Length % Seconds.Length]}";
        var account = StandardObjects.Account;
        return store.Create(
            "Account",
            ("Name", name),
            ("Type", i % 6 == 5 ? null : account.Field("Type")!.Picklist[i % 5]),
            ("BillingStreet", string.Create(CultureInfo.InvariantCulture, $"{i + 1} Mill Road\nFloor {(i % 4) + 1}")),
            ("BillingCity", city),
            ("BillingState", state),
            ("BillingPostalCode", code),
            ("BillingCountry", country),
            ("Phone", string.Create(CultureInfo.InvariantCulture, $"+1 555 010 {i:D4}")),
            ("Website", $"https://{name.Replace(' ', '-').ToLowerInvariant()}.example"),
            ("Industry", account.Field("Industry")!.Picklist[i % 10]),
            ("AnnualRevenue", i % 7 == 6 ? null : 125_000.50m * (i + 1)),
            ("NumberOfEmployees", (i + 1) * 12),
            ("Description", i % 5 == 0 ? $"Says \"{name}\" is \"the best\", and more" : null),
            ("Active__c", i % 3 != 0),
            ("External_Id__c", string.Create(CultureInfo.InvariantCulture, $"A-{i + 1:D4}")));
    }

    private static string Contact(RecordStore store, int i, string? account)
    {
        var (first, last) = (FirstNames[i % FirstNames.Length], LastNames[i % LastNames.Length]);
        var (city, state, code, country) = Places[i % Places.Length];
        return store.Create(
            "Contact",
            ("AccountId", account),
            ("LastName", last),
            ("FirstName", i % 9 == 8 ? null : first),
            ("MailingCity", city),
            ("MailingState", state),
            ("MailingPostalCode", code),
            ("MailingCountry", country),
            ("Phone", string.Create(CultureInfo.InvariantCulture, $"+1 555 020 {i:D4}")),
            ("Email", i % 8 == 7 ? null : string.Create(CultureInfo.InvariantCulture, $"contact{i}@fake.example")),
            ("Title", Titles[i % Titles.Length]),
            ("Birthdate", i % 3 == 0 ? new DateOnly(1960 + (i % 40), 1 + (i % 12), 1 + (i % 28)) : null),
            ("Score__c", i % 4 == 3 ? null : i * 1.25m),
            ("External_Id__c", string.Create(CultureInfo.InvariantCulture, $"C-{i + 1:D4}")));
    }
}
