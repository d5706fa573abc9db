using Vendors.Salesforce;

namespace Integrations.CompanyBSalesforce;

/// <summary>What to fetch of a contact, and how to read it.</summary>
internal static class ContactFields
{
    public static readonly SoqlName All = Soql.Fields(
    [
        "Id", "AccountId", "Account.Name", "FirstName", "LastName", "Email", "Phone", "Title", "Department",
        "MailingStreet", "MailingPostalCode", "MailingCity", "MailingState", "MailingCountry",
        "HasOptedOutOfEmail", "OwnerId", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp",
    ]);

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
