namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>The objects that the organisation has.</summary>
internal static class StandardObjects
{
    private static readonly string[] Industries =
        ["Agriculture", "Banking", "Biotechnology", "Construction", "Education", "Electronics", "Energy", "Retail", "Technology", "Transportation"];

    public static SObjectType Account { get; } = new(
        "Account",
        "001",
        [
            .. System(),
            new("Name", "string") { Length = 255, Nillable = false },
            new("Type", "picklist") { Length = 255, Picklist = ["Prospect", "Customer - Direct", "Customer - Channel", "Partner", "Other"] },
            new("ParentId", "reference") { Length = 18, ReferenceTo = "Account", RelationshipName = "Parent" },
            .. Address("Billing"),
            new("Phone", "phone") { Length = 40 },
            new("Website", "url") { Length = 255 },
            new("Industry", "picklist") { Length = 255, Picklist = Industries },
            new("AnnualRevenue", "currency"),
            new("NumberOfEmployees", "int"),
            new("Description", "textarea") { Length = 32_000 },
            new("Active__c", "boolean") { Nillable = false },
            new("External_Id__c", "string") { Length = 50, ExternalId = true },
        ],
        [new("Contacts", "Contact", "AccountId"), new("ChildAccounts", "Account", "ParentId")]);

    public static SObjectType Contact { get; } = new(
        "Contact",
        "003",
        [
            .. System(),
            new("AccountId", "reference") { Length = 18, ReferenceTo = "Account", RelationshipName = "Account" },
            new("LastName", "string") { Length = 80, Nillable = false },
            new("FirstName", "string") { Length = 40 },
            new("Name", "string") { Length = 121, Createable = false, Updateable = false },
            .. Address("Mailing"),
            new("Phone", "phone") { Length = 40 },
            new("Email", "email") { Length = 80 },
            new("Title", "string") { Length = 128 },
            new("Department", "string") { Length = 80 },
            new("Birthdate", "date"),
            new("HasOptedOutOfEmail", "boolean") { Nillable = false },
            new("Score__c", "double"),
            new("External_Id__c", "string") { Length = 50, ExternalId = true },
        ]);

    public static SObjectType User { get; } = new(
        "User",
        "005",
        [
            ReadOnly("Id", "id", 18),
            ReadOnly("Username", "string", 80),
            ReadOnly("Name", "string", 121),
            ReadOnly("Email", "email", 128),
            ReadOnly("IsActive", "boolean"),
            .. Stamps(),
        ]);

    public static IReadOnlyList<SObjectType> All { get; } = [Account, Contact, User];

    private static IEnumerable<SObjectField> System() =>
    [
        ReadOnly("Id", "id", 18),
        ReadOnly("IsDeleted", "boolean"),
        new("OwnerId", "reference") { Length = 18, ReferenceTo = "User", RelationshipName = "Owner" },
        .. Stamps(),
    ];

    private static IEnumerable<SObjectField> Stamps() =>
    [
        ReadOnly("CreatedDate", "datetime"),
        ReadOnly("CreatedById", "reference", 18) with { ReferenceTo = "User", RelationshipName = "CreatedBy" },
        ReadOnly("LastModifiedDate", "datetime"),
        ReadOnly("LastModifiedById", "reference", 18) with { ReferenceTo = "User", RelationshipName = "LastModifiedBy" },
        ReadOnly("SystemModstamp", "datetime"),
    ];

    private static IEnumerable<SObjectField> Address(string kind)
    {
        SObjectField[] parts =
        [
            new($"{kind}Street", "textarea") { Length = 255 },
            new($"{kind}City", "string") { Length = 40 },
            new($"{kind}State", "string") { Length = 80 },
            new($"{kind}PostalCode", "string") { Length = 20 },
            new($"{kind}Country", "string") { Length = 80 },
        ];
        return [.. parts, ReadOnly($"{kind}Address", "address") with { Nillable = true, Parts = [.. parts.Select(part => part.Name)] }];
    }

    private static SObjectField ReadOnly(string name, string type, int length = 0) =>
        new(name, type) { Length = length, Nillable = false, Createable = false, Updateable = false };
}
