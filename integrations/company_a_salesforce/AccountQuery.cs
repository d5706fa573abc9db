using System.Globalization;
using Vendors.Salesforce;

namespace Integrations.CompanyASalesforce;

/// <summary>Which accounts to fetch, and how to read them.</summary>
internal static class AccountQuery
{
    private static readonly SoqlName Fields = Soql.Fields(
    [
        "Id", "Name", "Type", "Industry", "ParentId", "OwnerId", "Phone", "Website",
        "BillingStreet", "BillingPostalCode", "BillingCity", "BillingState", "BillingCountry",
        "AnnualRevenue", "NumberOfEmployees", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp",
    ]);

    /// <summary>The accounts that have changed since the cursor, or a little before it; all where there is none.</summary>
    /// <exception cref="FormatException">The cursor is no moment.</exception>
    public static SoqlQuery ChangedSince(string? cursor, TimeSpan lookBack)
    {
        if (cursor is null)
        {
            return $"SELECT {Fields} FROM Account ORDER BY SystemModstamp, Id";
        }

        var since = DateTimeOffset.Parse(cursor, CultureInfo.InvariantCulture) - lookBack;
        return $"SELECT {Fields} FROM Account WHERE SystemModstamp > {since} ORDER BY SystemModstamp, Id";
    }

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
