namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A field of an object.</summary>
/// <param name="Name">Its API name; custom ones end in <c>__c</c>.</param>
/// <param name="Type">
/// Salesforce's word for its type: id, string, textarea, picklist, phone, url, email, reference, boolean, int, double, currency, date,
/// datetime, address.
/// </param>
public sealed record SObjectField(string Name, string Type)
{
    /// <summary>The most characters of a text.</summary>
    public int Length { get; init; }

    /// <summary>Whether it may be empty.</summary>
    public bool Nillable { get; init; } = true;

    /// <summary>Whether clients may set it when they create a record.</summary>
    public bool Createable { get; init; } = true;

    /// <summary>Whether clients may change it.</summary>
    public bool Updateable { get; init; } = true;

    /// <summary>Whether records can be found, and upserted, by it.</summary>
    public bool ExternalId { get; init; }

    /// <summary>The object that a reference points to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>The name under which a query reaches the object that a reference points to: <c>Account</c> for AccountId.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>The values of a picklist; others are refused.</summary>
    public IReadOnlyList<string> Picklist { get; init; } = [];

    /// <summary>The fields that an address is put together from, in the order street, city, state, postal code, country.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Whether it is one that the organisation has added.</summary>
    public bool Custom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>Whether a record must be created with it.</summary>
    public bool Required => !Nillable && Createable && Type != "boolean";
}

/// <summary>A way from an object to those that point to it.</summary>
/// <param name="Name">Its name in a subquery: <c>Contacts</c>.</param>
/// <param name="Type">The object that points.</param>
/// <param name="Field">Its field that points.</param>
public sealed record ChildRelationship(string Name, string Type, string Field);
