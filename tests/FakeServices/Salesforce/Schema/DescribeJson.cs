namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Objects as describe tells of them.</summary>
internal static class DescribeJson
{
    /// <summary>All objects, without their fields.</summary>
    public static JsonObject Global(string root) => new()
    {
        ["encoding"] = "UTF-8",
        ["maxBatchSize"] = 200,
        ["sobjects"] = new JsonArray([.. StandardObjects.All.Select(type => Summary(type, root))]),
    };

    /// <summary>One object with its fields and children.</summary>
    public static JsonObject Describe(SObjectType type, string root)
    {
        var json = Summary(type, root);
        json["fields"] = new JsonArray([.. type.Fields.Select(Field)]);
        json["childRelationships"] = new JsonArray(
        [
            .. type.Children.Select(child => new JsonObject
            {
                ["cascadeDelete"] = false,
                ["childSObject"] = child.Type,
                ["deprecatedAndHidden"] = false,
                ["field"] = child.Field,
                ["relationshipName"] = child.Name,
                ["restrictedDelete"] = false,
            }),
        ]);
        json["recordTypeInfos"] = new JsonArray();
        return json;
    }

    public static JsonObject Summary(SObjectType type, string root)
    {
        var writable = type.Fields.Any(field => field.Createable);
        return new JsonObject
        {
            ["name"] = type.Name,
            ["label"] = type.Name,
            ["labelPlural"] = type.Name + "s",
            ["keyPrefix"] = type.KeyPrefix,
            ["custom"] = false,
            ["createable"] = writable,
            ["updateable"] = writable,
            ["deletable"] = writable,
            ["undeletable"] = writable,
            ["queryable"] = true,
            ["retrieveable"] = true,
            ["replicateable"] = true,
            ["searchable"] = true,
            ["urls"] = new JsonObject
            {
                ["sobject"] = $"{root}/sobjects/{type.Name}",
                ["describe"] = $"{root}/sobjects/{type.Name}/describe",
                ["rowTemplate"] = $"{root}/sobjects/{type.Name}/{{ID}}",
            },
        };
    }

    private static JsonObject Field(SObjectField field) => new JsonObject
    {
        ["name"] = field.Name,
        ["label"] = field.Name.Replace("__c", "", StringComparison.Ordinal).Replace('_', ' '),
        ["type"] = field.Type,
        ["soapType"] = SoapType(field.Type),
        ["length"] = field.Length,
        ["byteLength"] = field.Length * 3,
        ["digits"] = field.Type == "int" ? 8 : 0,
        ["precision"] = field.Type is "double" or "currency" ? 18 : 0,
        ["scale"] = field.Type is "double" or "currency" ? 2 : 0,
        ["nillable"] = field.Nillable,
        ["createable"] = field.Createable,
        ["updateable"] = field.Updateable,
        ["defaultedOnCreate"] = field is { Nillable: false, Createable: false } or { Type: "boolean" } or { Name: "OwnerId" },
        ["custom"] = field.Custom,
        ["externalId"] = field.ExternalId,
        ["idLookup"] = field.ExternalId || field.Type is "id" or "email",
        ["unique"] = field.ExternalId,
        ["caseSensitive"] = false,
        ["calculated"] = false,
        ["autoNumber"] = false,
        ["nameField"] = field.Name == "Name",
        ["filterable"] = field.Type != "address" && field.Length <= 255,
        ["sortable"] = field.Type != "address" && field.Length <= 255,
        ["groupable"] = field.Type is not ("address" or "datetime" or "double" or "currency") && field.Length <= 255,
        ["restrictedPicklist"] = field.Picklist.Count > 0,
        ["picklistValues"] = new JsonArray(
        [
            .. field.Picklist.Select(value => new JsonObject
            {
                ["active"] = true,
                ["defaultValue"] = false,
                ["label"] = value,
                ["validFor"] = null,
                ["value"] = value,
            }),
        ]),
        ["referenceTo"] = field.ReferenceTo is { } target ? new JsonArray(target) : new JsonArray(),
        ["relationshipName"] = field.RelationshipName,
        ["compoundFieldName"] = CompoundOf(field),
        ["defaultValue"] = field.Type == "boolean" ? false : null,
        ["deprecatedAndHidden"] = false,
    };

    private static string SoapType(string type) => type switch
    {
        "id" or "reference" => "tns:ID",
        "boolean" or "int" or "double" or "date" => $"xsd:{type}",
        "currency" => "xsd:double",
        "datetime" => "xsd:dateTime",
        "address" => "urn:address",
        _ => "xsd:string",
    };

    private static string? CompoundOf(SObjectField field) => StandardObjects.All
        .SelectMany(type => type.Fields)
        .FirstOrDefault(compound => compound.Parts.Contains(field.Name))?.Name;
}
