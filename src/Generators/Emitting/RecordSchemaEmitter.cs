using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the schema of a record type, with the code that hands every field to a writer.</summary>
internal static class RecordSchemaEmitter
{
    /// <summary>The namespaces that it uses.</summary>
    public static readonly string[] Usings = ["IntegrationFramework.Records"];

    public static void Emit(SourceWriter writer, RecordTypeModel model)
    {
        var type = model.Type;
        var name = type.ClassName(RecordTypeModel.Suffix);
        writer.Line($"/// <summary>The fields of {Documentation(type)}.</summary>");
        using (writer.Block($"internal sealed class {name} : RecordSchema<{type.Full}>"))
        {
            foreach (var field in model.Fields)
            {
                writer.Line($"private static readonly RecordField {MemberNames.Field(field.Property)} = {Field(field.Name, field.Value)};");
            }

            writer.Line();
            writer.Line($"private {name}()");
            using (writer.Indent())
            {
                writer.Line($": base({string.Join(", ", new[] { Literals.Text(type.Name.Replace("__", "_")) }.Concat(model.Fields.Select(field => MemberNames.Field(field.Property))))})");
            }

            using (writer.Open("{", "}"))
            {
            }

            writer.Line().Line("/// <summary>The schema.</summary>");
            writer.Line($"public static {name} Instance {{ get; }} = new();").Line();
            EmitWrite(writer, model);
            RecordReadEmitter.Emit(writer, model);
            EmitEnums(writer, model);
        }
    }

    private static void EmitWrite(SourceWriter writer, RecordTypeModel model)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void Write({model.Type.Full} record, RecordWriter writer)"))
        {
            var locals = new LocalNames("record", "writer");
            foreach (var field in model.Fields)
            {
                EmitValue(writer, MemberNames.Field(field.Property), "record." + Identifiers.Escape(field.Property), field.Value, locals, field.Property);
            }
        }
    }

    private static void EmitValue(SourceWriter writer, string field, string value, FieldValueModel model, LocalNames locals, string name)
    {
        if (!model.CanBeNull || model.Kind == "String" && model.Format == TextFormat)
        {
            EmitPresent(writer, field, value, model, locals);
            return;
        }

        var local = locals.Next(name);
        using (writer.Block($"if ({value} is {{ }} {local})"))
        {
            EmitPresent(writer, field, local, model, locals);
        }

        using (writer.Block("else"))
        {
            writer.Line($"writer.WriteNull({field});");
        }

        writer.Line();
    }

    /// <summary>Text is the one value that the writer itself takes as null.</summary>
    public const string TextFormat = "writer.WriteString({0}, {1});";

    private static void EmitPresent(SourceWriter writer, string field, string value, FieldValueModel model, LocalNames locals)
    {
        switch (model.Kind)
        {
            case "Record":
                writer.Line($"writer.WriteRecord({field}, {model.Schema}.Instance, {value});");
                break;
            case "List":
                EmitElements(writer, field, value, model, locals, "Item", "List");
                break;
            case "Map":
                EmitElements(writer, field, value, model, locals, "Entry", "Map");
                break;
            default:
                var format = model.Enum is { } type ? $"writer.WriteString({{0}}, {MemberNames.TextOf(type)}({{1}}));" : model.Format;
                writer.Line(format.Replace("{0}", field).Replace("{1}", value));
                break;
        }
    }

    private static void EmitElements(
        SourceWriter writer, string field, string value, FieldValueModel model, LocalNames locals, string localName, string kind)
    {
        var local = locals.Next(localName);
        writer.Line($"writer.Begin{kind}({field});");
        using (writer.Block($"foreach (var {local} in {value})"))
        {
            if (kind == "Map")
            {
                writer.Line($"writer.WriteKey({local}.Key);");
                local += ".Value";
            }

            EmitValue(writer, field + ".Item!", local, model.Item!, locals, "Value");
        }

        writer.Line($"writer.End{kind}();");
    }

    private static void EmitEnums(SourceWriter writer, RecordTypeModel model)
    {
        var enums = model.Fields.Select(field => Innermost(field.Value).Enum).OfType<EnumModel>()
            .GroupBy(type => type.Name, StringComparer.Ordinal).Select(group => group.First());
        foreach (var type in enums)
        {
            writer.Line();
            writer.Line($"private static string {MemberNames.TextOf(type)}({type.Type} value) => value switch");
            using (writer.Open("{", "};"))
            {
                foreach (var member in type.Members.Where(static member => !member.IsAlias))
                {
                    writer.Line($"{member.Value} => {Literals.Text(member.Text)},");
                }

                writer.Line("_ => value.ToString(\"D\"),");
            }

            if (model.Making.Problem is null)
            {
                EmitParser(writer, type);
            }
        }
    }

    private static void EmitParser(SourceWriter writer, EnumModel type)
    {
        writer.Line();
        writer.Line($"private static {type.Type} {MemberNames.Parser(type)}(string text) => text switch");
        using (writer.Open("{", "};"))
        {
            foreach (var member in type.Members)
            {
                writer.Line($"{Literals.Text(member.Text)} => {member.Value},");
            }

            writer.Line($"_ => global::System.Enum.Parse<{type.Type}>(text),");
        }
    }

    private static FieldValueModel Innermost(FieldValueModel value) => value.Item is { } item ? Innermost(item) : value;

    private static string Field(string name, FieldValueModel value, string creation = "new")
    {
        var arguments = new List<string> { Literals.Text(name), $"FieldKind.{value.Kind}" };
        if (value.IsNullable)
        {
            arguments.Add("nullable: true");
        }

        if (value.Item is { } item)
        {
            arguments.Add("item: " + Field(name, item, "new RecordField"));
        }

        if (value.Schema is { } schema)
        {
            arguments.Add($"record: {schema}.Instance");
        }

        return $"{creation}({string.Join(", ", arguments)})";
    }

    // A reference can't name type arguments.
    private static string Documentation(TypeName type) => type.Full.Contains('<') ? $"<c>{type.Name}</c>" : $"<see cref=\"{type.Full}\"/>";
}
