using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the registry of an assembly and, for a host, the union of all that it references.</summary>
internal static class RegistryEmitter
{
    public static SourceText Emit(RegistryModel model)
    {
        var writer = new SourceWriter("the integrations of this project");
        var names = string.Join(", ", model.Content.Registrations.Select(registration => registration + ".Name"));
        var open = model.Content.Sinks.Own.Where(sink => sink.IsPublic).ToArray();
        var types = open.Length == 0 ? "" : $", Sinks = new global::System.Type[] {{ {string.Join(", ", open.Select(sink => $"typeof({sink.Class})"))} }}";
        writer.Line($"[assembly: global::IntegrationFramework.Registration.IntegrationRegistry(typeof({model.Name.Full}), Names = new string[] {{ {names} }}{types})]").Line();
        using (writer.Namespace(model.Name.Namespace, "IntegrationFramework.Registration"))
        {
            writer.Line("/// <summary>The integrations of this assembly.</summary>");
            using (writer.Block("public static class " + model.Name.Class))
            {
                if (open.Length > 0)
                {
                    writer.Line("/// <summary>The sinks of this assembly that others can use.</summary>");
                    EmitSinks(writer, "public", "Sinks", open.Select(Descriptor));
                }

                if (model.KnownSinks is not null)
                {
                    writer.Line("/// <summary>All sinks that integrations of this assembly can deliver to.</summary>");
                    EmitSinks(writer, "internal", RegistryModel.KnownSinksMember, model.Content.Sinks.Own.Select(Descriptor).Concat(model.Content.Sinks.Referenced.Select(registry => $".. {registry}.Sinks")));
                }

                writer.Line("/// <summary>Adds them to a registry. Their descriptors are made when they are first asked for.</summary>");
                using (writer.Block("public static void AddTo(global::IntegrationFramework.Registration.IntegrationRegistry registry)"))
                {
                    foreach (var registration in model.Content.Registrations)
                    {
                        writer.Line($"registry.Add({registration}.Name, static () => {registration}.Descriptor);");
                    }

                    foreach (var sink in open)
                    {
                        writer.Line($"registry.AddSink({Descriptor(sink)});");
                    }
                }
            }
        }

        return writer.ToSourceText();
    }

    private static string Descriptor(RegisteredSink sink) => sink.Registration + ".Descriptor";

    private static void EmitSinks(SourceWriter writer, string access, string name, IEnumerable<string> sinks) =>
        writer.Line($"{access} static global::System.Collections.Generic.IReadOnlyList<SinkDescriptor> {name} {{ get; }} = [{string.Join(", ", sinks)}];").Line();

    public static SourceText EmitHost(HostModel model)
    {
        var writer = new SourceWriter("the registries that this project references");
        using (writer.Namespace("IntegrationFramework.Generated", "IntegrationFramework.Registration"))
        {
            writer.Line("/// <summary>The integrations of this host: its own and those of all assemblies that it references.</summary>");
            using (writer.Block("internal static class HostRegistry"))
            {
                writer.Line("/// <summary>Makes the registry.</summary>");
                using (writer.Block("public static IntegrationRegistry Create()"))
                {
                    writer.Line("var registry = new IntegrationRegistry();");
                    foreach (var referenced in model.Registries)
                    {
                        writer.Line($"{referenced.Registry}.AddTo(registry);");
                    }

                    writer.Line("return registry;");
                }
            }
        }

        return writer.ToSourceText();
    }
}
