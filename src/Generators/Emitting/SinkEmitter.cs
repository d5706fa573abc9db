using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the descriptor of a sink of an author's own.</summary>
internal static class SinkEmitter
{
    /// <summary>Not what <see cref="RegistrationEmitter.Suffix"/> ends in: an integration may be called as a sink is, and Sink.</summary>
    public const string Suffix = "SinkEntry";

    public static SourceText Emit(SinkModel sink)
    {
        var writer = new SourceWriter(sink.Class.Display);
        using (writer.Namespace(sink.Class.GeneratedNamespace, "IntegrationFramework.Configuration", "IntegrationFramework.Registration"))
        {
            writer.Line($"/// <summary>Registers the sink <c>{sink.Name}</c>.</summary>");
            using (writer.Block($"internal static class {sink.Class.ClassName(Suffix)}"))
            {
                writer.Line("/// <summary>What is known about the sink at compile time.</summary>");
                writer.Line($"public static SinkDescriptor Descriptor {{ get; }} = new({Literals.Text(sink.Name)}, Create)");
                using (writer.Open("{", "};"))
                {
                    writer.Line($"ClassName = {Literals.Text(sink.Class.Display)},");
                    if (sink.SettingsBinder is { } binder)
                    {
                        writer.Line($"SettingsFactory = static () => {binder}.Schema,");
                    }
                }

                writer.Line();
                writer.Line("private static global::IntegrationFramework.Sink Create(IntegrationServices services, ConfigMap map)");
                FactoryEmitter.Emit(writer, sink.Class, sink.SettingsBinder, sink.Factory);
            }
        }

        return writer.ToSourceText();
    }
}
