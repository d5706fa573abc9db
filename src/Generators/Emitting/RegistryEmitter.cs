using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the registry of an assembly and, for a host, the union of all that it references.</summary>
internal static class RegistryEmitter
{
    public static SourceText Emit(RegistryModel model)
    {
        var writer = new SourceWriter("the integrations of this project");
        var names = string.Join(", ", model.Registrations.Select(registration => registration + ".Name"));
        writer.Line($"[assembly: global::IntegrationFramework.Registration.IntegrationRegistry(typeof({model.FullName}), Names = new string[] {{ {names} }})]").Line();
        using (writer.Namespace(model.Namespace, "IntegrationFramework.Registration"))
        {
            writer.Line("/// <summary>The integrations of this assembly.</summary>");
            using (writer.Block("public static class " + model.ClassName))
            {
                writer.Line("/// <summary>Adds them to a registry. Their descriptors are made when they are first asked for.</summary>");
                using (writer.Block("public static void AddTo(IntegrationRegistry registry)"))
                {
                    foreach (var registration in model.Registrations)
                    {
                        writer.Line($"registry.Add({registration}.Name, static () => {registration}.Descriptor);");
                    }
                }
            }
        }

        return writer.ToSourceText();
    }

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
