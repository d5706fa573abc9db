using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the code that makes a record of the JSON that its schema has written.</summary>
internal static class RecordReadEmitter
{
    /// <summary>How text is read, with {0} for the value.</summary>
    public const string TextReading = "{0}.AsString()";

    public static void Emit(SourceWriter writer, RecordTypeModel model)
    {
        writer.Line().Line("/// <inheritdoc/>");
        if (model.Making.Problem is { } problem)
        {
            writer.Line($"public override string? Unreadable => {Literals.Text(problem)};");
            return;
        }

        writer.Line("public override string? Unreadable => null;").Line().Line("/// <inheritdoc/>");
        var fields = model.Fields.ToDictionary(field => field.Property, StringComparer.Ordinal);
        var arguments = string.Join(", ", model.Making.Arguments.Select(property => Read(fields[property])));
        writer.Line($"public override {model.Type.Full} Read(RecordValue record) => new({arguments})");
        using (writer.Open("{", "};"))
        {
            foreach (var property in model.Making.Members)
            {
                writer.Line($"{Identifiers.Escape(property)} = {Read(fields[property])},");
            }
        }
    }

    private static string Read(RecordFieldModel field) => Read(field.Value, $"record.Field({MemberNames.Field(field.Property)})");

    private static string Read(FieldValueModel model, string value)
    {
        if (model.IsNullableStruct)
        {
            return $"{value}.ValueOrNull(static value => {Present(model, "value")})";
        }

        // Whatever its annotation, a reference that was null when it was written is null again.
        return model.CanBeNull ? OrNull(model, value) + (model.IsNullable ? "" : "!") : Present(model, value);
    }

    // Most fields are text, and of a lambda the compiler would have to find out what it returns.
    private static string OrNull(FieldValueModel model, string value) =>
        model.Reading == TextReading
            ? $"{value}.AsStringOrNull()"
            : $"{value}.OrNull(static value => {Present(model, "value")})";

    private static string Present(FieldValueModel model, string value) => model switch
    {
        { Enum: { } type } => $"{value}.AsEnum<{type.Type}>({MemberNames.Parser(type)})",
        { Schema: { } schema } => $"{value}.AsRecord({schema}.Instance)",
        { Item: { } item, Kind: "List" } => $"{value}.AsList<{item.Type}>(static value => {Read(item, "value")}){model.Reading}",
        { Item: { } item } => $"{value}.AsMap<{item.Type}>(static value => {Read(item, "value")})",
        _ => model.Reading!.Replace("{0}", value),
    };
}
