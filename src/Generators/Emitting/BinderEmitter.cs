using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>
/// Emits the binder of a settings type: its schema as data, and the method that makes an instance and sets what the configuration
/// gives. Defaults stay where the author wrote them: an instance is made and only keys that are present are set.
/// </summary>
internal static class BinderEmitter
{
    /// <summary>The namespaces that it uses.</summary>
    public static readonly string[] Usings = ["System.Runtime.CompilerServices", "IntegrationFramework.Configuration", "IntegrationFramework.Configuration.Rules"];

    public static void Emit(SourceWriter writer, SettingsTypeModel model)
    {
        writer.Line($"/// <summary>Binds configuration to <see cref=\"{model.Type.Full}\"/>.</summary>");
        using (writer.Block($"internal static class {model.Type.ClassName(SettingsTypeModel.Suffix)}"))
        {
            EmitSchema(writer, model);
            EmitBind(writer, model);
            EmitEnums(writer, model);
            EmitAccessors(writer, model);
        }
    }

    private static void EmitSchema(SourceWriter writer, SettingsTypeModel model)
    {
        writer.Line("/// <summary>The keys.</summary>");
        writer.Line("public static MapSchema Schema { get; } = new(");
        using (writer.Indent())
        {
            for (var i = 0; i < model.Members.Count; i++)
            {
                var member = model.Members[i];
                writer.Line(SchemaExpression.Key(member.Key, member.Conversion) + (i + 1 < model.Members.Count ? "," : ""));
            }

            writer.Line(");");
        }

        writer.Line();
    }

    private static void EmitBind(SourceWriter writer, SettingsTypeModel model)
    {
        writer.Line("/// <summary>Makes the settings from checked configuration.</summary>");
        using (writer.Block($"public static {model.Type.Full} Bind(ConfigMap map)"))
        {
            var locals = new LocalNames("result", "map", "item");
            writer.Line("var result = New();");
            foreach (var member in model.Members)
            {
                var local = locals.Next(member.Property);
                using (writer.Block($"if (map.TryGet({Literals.Text(member.Key.Name)}, out var {local}))"))
                {
                    writer.Line($"{MemberNames.Setter(member.Property)}(result, {Convert(local, member.Conversion)});");
                }

                writer.Line();
            }

            writer.Line("return result;");
        }

        writer.Line();
    }

    private static string Convert(string value, ConversionModel conversion)
    {
        var result = conversion.Kind switch
        {
            ConversionKind.Scalar => $"{value}.{conversion.Method}()",
            ConversionKind.Enum => $"{value}.AsEnum<{conversion.Enum!.Type}>({MemberNames.Parser(conversion.Enum)})",
            ConversionKind.Record => $"{conversion.Method}.Bind({value}.AsMap())",
            ConversionKind.List => Elements("AsList"),
            ConversionKind.Array => Elements("AsList") + ".ToArray()",
            _ => Elements("AsDictionary"),
        };
        return conversion.Nullable ? $"{value}.IsNull ? null : {result}" : result;

        string Elements(string method) => $"{value}.{method}<{conversion.Item!.Type}>(static item => {Convert("item", conversion.Item)})";
    }

    private static void EmitEnums(SourceWriter writer, SettingsTypeModel model)
    {
        var enums = model.Members.Select(member => Innermost(member.Conversion).Enum).OfType<EnumModel>()
            .GroupBy(type => type.Name, StringComparer.Ordinal).Select(group => group.First());
        foreach (var type in enums)
        {
            writer.Line($"private static {type.Type} {MemberNames.Parser(type)}(string name) => name switch");
            using (writer.Open("{", "};"))
            {
                foreach (var member in type.Members)
                {
                    writer.Line($"{Literals.Text(member.Text)} => {member.Value},");
                }

                writer.Line($"_ => throw new global::System.FormatException($\"'{{name}}' is not one of {string.Join(", ", type.Members.Select(m => m.Text))}\"),");
            }

            writer.Line();
        }
    }

    private static ConversionModel Innermost(ConversionModel conversion) => conversion.Item is { } item ? Innermost(item) : conversion;

    private static void EmitAccessors(SourceWriter writer, SettingsTypeModel model)
    {
        writer.Line("// A constructor call would have to set what is required, and nothing but an initialiser may set what is init-only.");
        writer.Line($"[UnsafeAccessor(UnsafeAccessorKind.Constructor)]");
        writer.Line($"private static extern {model.Type.Full} New();");
        foreach (var member in model.Members)
        {
            writer.Line();
            writer.Line($"[UnsafeAccessor(UnsafeAccessorKind.Method, Name = \"set_{member.Property}\")]");
            writer.Line($"private static extern void {MemberNames.Setter(member.Property)}({member.DeclaringType} target, {member.Type} value);");
        }
    }
}
