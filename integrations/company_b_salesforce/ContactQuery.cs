using System.Globalization;
using Vendors.Salesforce;

namespace Integrations.CompanyBSalesforce;

/// <summary>Which contacts to fetch, and how to read them.</summary>
internal static class ContactQuery
{
    private static readonly SoqlName Fields = Soql.Fields(
    [
        "Id", "AccountId", "Account.Name", "FirstName", "LastName", "Email", "Phone", "Title", "Department",
        "MailingStreet", "MailingPostalCode", "MailingCity", "MailingState", "MailingCountry",
        "HasOptedOutOfEmail", "OwnerId", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp",
    ]);

    /// <summary>The contacts that have changed since the cursor, or a little before it; all where there is none.</summary>
    /// <exception cref="FormatException">The cursor is no moment.</exception>
    public static SoqlQuery ChangedSince(string? cursor, TimeSpan lookBack)
    {
        if (cursor is null)
        {
            return $"SELECT {Fields} FROM Contact ORDER BY SystemModstamp, Id";
        }

        var since = DateTimeOffset.Parse(cursor, CultureInfo.InvariantCulture) - lookBack;
        return $"SELECT {Fields} FROM Contact WHERE SystemModstamp > {since} ORDER BY SystemModstamp, Id";
    }

    public static Contact Read(SalesforceRecord record) => new()
    {
        Id = record.Id,
        AccountId = record.GetString("AccountId"),
        AccountName = record.GetString("Account.Name"),
        FirstName = record.GetString("FirstName"),
        LastName = record.GetString("LastName") ?? "",
        Email = record.GetString("Email"),
        Phone = record.GetString("Phone"),
        Title = record.GetString("Title"),
        Department = record.GetString("Department"),
        MailingStreet = record.GetString("MailingStreet"),
        MailingPostalCode = record.GetString("MailingPostalCode"),
        MailingCity = record.GetString("MailingCity"),
        MailingState = record.GetString("MailingState"),
        MailingCountry = record.GetString("MailingCountry"),
        HasOptedOutOfEmail = record.GetBoolean("HasOptedOutOfEmail") ?? false,
        OwnerId = record.GetString("OwnerId"),
        IsDeleted = record.GetBoolean("IsDeleted") ?? false,
        CreatedDate = record.GetDateTimeOffset("CreatedDate") ?? default,
        LastModifiedDate = record.GetDateTimeOffset("LastModifiedDate") ?? default,
        SystemModstamp = record.GetDateTimeOffset("SystemModstamp") ?? default,
    };
}
