using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>What Salesforce says of an object, such as <c>Account</c>.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Fields">Its fields, those that the user may see.</param>
/// <param name="ChildRelationships">The names for subqueries.</param>
public sealed record SObjectDescription(string Name, string Label, IReadOnlyList<SObjectField> Fields, IReadOnlyList<string> ChildRelationships)
{
    internal static SObjectDescription Of(JsonElement json) => new(
        json.GetProperty("name").GetString() ?? throw new FormatException("It has no name."),
        Text(json, "label"),
        [.. Items(json, "fields").Select(SObjectField.Of)],
        [.. Items(json, "childRelationships").Select(child => Text(child, "relationshipName")).Where(name => name.Length > 0)]);

    internal static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];

    internal static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    internal static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Type">Its type as Salesforce calls it: <c>string</c>, <c>picklist</c>, <c>reference</c>, <c>currency</c>, …</param>
/// <param name="Length">How many characters it takes; 0 where it isn't text.</param>
/// <param name="IsNillable">Whether it may be empty.</param>
/// <param name="IsCreateable">Whether it can be given to a new record.</param>
/// <param name="IsUpdateable">Whether it can be changed.</param>
/// <param name="IsExternalId">Whether records can be upserted by it.</param>
/// <param name="RelationshipName">The parent's name in paths, such as <c>Owner</c> of <c>OwnerId</c>; empty where it refers to nothing.</param>
/// <param name="ReferenceTo">The objects that it may refer to.</param>
/// <param name="PicklistValues">The values of its picklist that are active.</param>
public sealed record SObjectField(
    string Name,
    string Label,
    string Type,
    int Length,
    bool IsNillable,
    bool IsCreateable,
    bool IsUpdateable,
    bool IsExternalId,
    string RelationshipName,
    IReadOnlyList<string> ReferenceTo,
    IReadOnlyList<string> PicklistValues)
{
    internal static SObjectField Of(JsonElement json) => new(
        SObjectDescription.Text(json, "name"),
        SObjectDescription.Text(json, "label"),
        SObjectDescription.Text(json, "type"),
        json.TryGetProperty("length", out var length) && length.TryGetInt32(out var characters) ? characters : 0,
        SObjectDescription.Flag(json, "nillable"),
        SObjectDescription.Flag(json, "createable"),
        SObjectDescription.Flag(json, "updateable"),
        SObjectDescription.Flag(json, "externalId"),
        SObjectDescription.Text(json, "relationshipName"),
        [.. SObjectDescription.Items(json, "referenceTo").Select(item => item.ToString())],
        [.. SObjectDescription.Items(json, "picklistValues").Where(value => SObjectDescription.Flag(value, "active")).Select(value => SObjectDescription.Text(value, "value"))]);
}
