using Vendors.Salesforce;

namespace Integrations.CompanyASalesforce;

/// <summary>What to fetch of an account, and how to read it.</summary>
internal static class AccountFields
{
    public static readonly SoqlName All = Soql.Fields(
    [
        "Id", "Name", "Type", "Industry", "ParentId", "OwnerId", "Phone", "Website",
        "BillingStreet", "BillingPostalCode", "BillingCity", "BillingState", "BillingCountry",
        "AnnualRevenue", "NumberOfEmployees", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp",
    ]);

    public static Account Read(SalesforceRecord record) => new()
    {
        Id = record.Id,
        Name = record.GetString("Name") ?? "",
        Type = record.GetString("Type"),
        Industry = record.GetString("Industry"),
        ParentId = record.GetString("ParentId"),
        OwnerId = record.GetString("OwnerId"),
        Phone = record.GetString("Phone"),
        Website = record.GetString("Website"),
        BillingStreet = record.GetString("BillingStreet"),
        BillingPostalCode = record.GetString("BillingPostalCode"),
        BillingCity = record.GetString("BillingCity"),
        BillingState = record.GetString("BillingState"),
        BillingCountry = record.GetString("BillingCountry"),
        AnnualRevenue = record.GetDecimal("AnnualRevenue"),
        NumberOfEmployees = record.GetInt64("NumberOfEmployees"),
        IsDeleted = record.GetBoolean("IsDeleted") ?? false,
        CreatedDate = record.GetDateTimeOffset("CreatedDate") ?? default,
        LastModifiedDate = record.GetDateTimeOffset("LastModifiedDate") ?? default,
        SystemModstamp = record.GetDateTimeOffset("SystemModstamp") ?? default,
    };
}
