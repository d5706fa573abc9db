using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the descriptor of one integration: its compiled-in YAML, its metadata, and the factory with its services injected.</summary>
internal static class RegistrationEmitter
{
    public const string Suffix = "Registration";

    public static SourceText Emit(RegistrationModel model)
    {
        var integration = model.Integration;
        var descriptor = $"IntegrationDescriptor<{integration.RawType}, {integration.OutputType}>";
        var writer = new SourceWriter([integration.Class.Name + ".cs", .. model.Files.Select(file => file.Path)]);
        if (integration.IsPartial)
        {
            EmitPart(writer, integration, descriptor);
        }

        using (writer.Namespace(integration.Class.GeneratedNamespace, "IntegrationFramework.Configuration", "IntegrationFramework.Registration"))
        {
            writer.Line($"/// <summary>Registers the integration <c>{XmlEscape(model.Folder)}</c>.</summary>");
            using (writer.Block($"internal static class {integration.Class.ClassName(Suffix)}"))
            {
                writer.Line("/// <summary>The integration's name.</summary>");
                writer.Line($"public const string Name = {Literals.Text(model.Name)};").Line();
                EmitTexts(writer, model);
                EmitDescriptor(writer, model, descriptor);
                EmitFactory(writer, integration);
            }
        }

        return writer.ToSourceText();
    }

    private static void EmitPart(SourceWriter writer, IntegrationModel integration, string descriptor)
    {
        var scope = integration.Class.Namespace.Length == 0 ? (SourceWriter.Scope?)null : writer.Block("namespace " + integration.Class.Namespace);
        var identifier = integration.Class.Full.Substring(integration.Class.Full.LastIndexOfAny(['.', ':']) + 1);
        using (writer.Block("partial class " + identifier))
        {
            writer.Line("/// <summary>What is known about this integration at compile time; a test can run it from here.</summary>");
            writer.Line($"{(integration.IsPublic ? "public" : "internal")} static global::IntegrationFramework.Registration.{descriptor} Descriptor => {integration.Class.Generated(Suffix)}.Descriptor;");
        }

        scope?.Dispose();
        writer.Line();
    }

    private static void EmitTexts(SourceWriter writer, RegistrationModel model)
    {
        for (var i = 0; i < model.Files.Count; i++)
        {
            writer.Line($"// {model.Files[i].Path}");
            writer.Verbatim($"        private const string {TextName(i)} = {Literals.Lines(model.Files[i].Text)};").Line();
        }
    }

    private static void EmitDescriptor(SourceWriter writer, RegistrationModel model, string descriptor)
    {
        var integration = model.Integration;
        writer.Line("/// <summary>What is known about the integration at compile time.</summary>");
        writer.Line($"public static {descriptor} Descriptor {{ get; }} = new(");
        using (writer.Indent())
        {
            writer.Line("Name,").Line("Create,");
            writer.Line($"static () => {integration.RawSchema}.Instance,");
            writer.Line($"static () => {integration.OutputSchema}.Instance)");
        }

        using (writer.Open("{", "};"))
        {
            writer.Line($"ClassName = {Literals.Text(integration.Class.Display)},");
            writer.Line($"Folder = {Literals.Text(model.Folder)},");
            if (integration.IsIncremental)
            {
                writer.Line("IsIncremental = true,");
            }

            if (integration.HasWindows)
            {
                writer.Line("HasWindows = true,");
            }

            if (integration.DeliversToSinks)
            {
                writer.Line("DeliversToSinks = true,");
            }

            EmitMetadata(writer, model.Metadata);
            if (integration.SettingsBinder is { } binder)
            {
                writer.Line($"SettingsFactory = static () => {binder}.Schema,");
            }

            if (model.Sinks is { } sinks)
            {
                writer.Line($"SinksFactory = static () => {sinks},");
            }

            if (model.Files.Count > 0)
            {
                writer.Line("Files =");
                using (writer.Open("[", "],"))
                {
                    for (var i = 0; i < model.Files.Count; i++)
                    {
                        var file = model.Files[i];
                        writer.Line($"new CompiledFile(CompiledFileKind.{file.Kind}, {Literals.Text(file.Path)}, {TextName(i)}),");
                    }
                }
            }
        }

        writer.Line();
    }

    private static void EmitMetadata(SourceWriter writer, MetadataModel metadata)
    {
        if (metadata.Version is null)
        {
            return;
        }

        writer.Line($"Metadata = new IntegrationMetadata");
        using (writer.Open("{", "},"))
        {
            writer.Line($"Version = {Literals.Text(metadata.Version)},");
            writer.Line($"Tags = {Literals.Strings(metadata.Tags)},");
            Optional("Description", metadata.Description);
            Optional("BusinessContact", metadata.BusinessContact);
            Optional("TechnicalContact", metadata.TechnicalContact);
            if (metadata.LastUpdated is { } date)
            {
                writer.Line($"LastUpdated = new global::System.DateOnly({date}),");
            }
        }

        void Optional(string property, string? value)
        {
            if (value is not null)
            {
                writer.Line($"{property} = {Literals.Text(value)},");
            }
        }
    }

    private static void EmitFactory(SourceWriter writer, IntegrationModel integration)
    {
        writer.Line($"private static global::IntegrationFramework.Integration<{integration.RawType}, {integration.OutputType}> Create(");
        using (writer.Indent())
        {
            writer.Line($"IntegrationServices services, ConfigMap map)");
        }

        FactoryEmitter.Emit(writer, integration.Class, integration.SettingsBinder, integration.Factory);
    }

    private static string TextName(int index) => "File" + Literals.Number(index + 1);

    private static string XmlEscape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
