using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Writes the schema of a settings key as a C# expression.</summary>
internal static class SchemaExpression
{
    public static string Key(KeySchema key, ConversionModel conversion)
    {
        var arguments = new List<string> { Literals.Text(key.Name), Value(key.Value, conversion) };
        if (key.Required)
        {
            arguments.Add("Required: true");
        }

        if (key.Obsolete is not null)
        {
            arguments.Add("Obsolete: " + Literals.Text(key.Obsolete));
        }

        if (key.Description is not null)
        {
            arguments.Add("Description: " + Literals.Text(key.Description));
        }

        return $"new KeySchema({string.Join(", ", arguments)})";
    }

    private static string Value(ValueSchema schema, ConversionModel conversion)
    {
        var members = new List<string>();
        Flag(schema.Nullable, nameof(schema.Nullable));
        Text(schema.Min, nameof(schema.Min));
        Text(schema.Max, nameof(schema.Max));
        Flag(schema.MinExclusive, nameof(schema.MinExclusive));
        Flag(schema.MaxExclusive, nameof(schema.MaxExclusive));
        Number(schema.MinLength, nameof(schema.MinLength));
        Number(schema.MaxLength, nameof(schema.MaxLength));
        Text(schema.Pattern, nameof(schema.Pattern));
        Flag(schema.IsUrl, nameof(schema.IsUrl));
        Flag(schema.IsEmail, nameof(schema.IsEmail));
        Flag(schema.IsFilled, nameof(schema.IsFilled));
        Flag(schema.IsSingle, nameof(schema.IsSingle));
        if (schema.Names.Count > 0)
        {
            members.Add($"{nameof(schema.Names)} = new(new string[] {{ {string.Join(", ", schema.Names.Select(Literals.Text))} }})");
        }

        if (schema.Item is { } item && conversion.Item is { } itemConversion)
        {
            members.Add($"{nameof(schema.Item)} = {Value(item, itemConversion)}");
        }

        if (schema.Map is not null)
        {
            members.Add($"{nameof(schema.Map)} = {conversion.Method}.Schema");
        }

        var creation = $"new ValueSchema(ValueKind.{schema.Kind})";
        return members.Count == 0 ? creation : $"{creation} {{ {string.Join(", ", members)} }}";

        void Flag(bool value, string name)
        {
            if (value)
            {
                members.Add(name + " = true");
            }
        }

        void Text(string? value, string name)
        {
            if (value is not null)
            {
                members.Add($"{name} = {Literals.Text(value)}");
            }
        }

        void Number(int? value, string name)
        {
            if (value is { } number)
            {
                members.Add($"{name} = {Literals.Number(number)}");
            }
        }
    }
}
