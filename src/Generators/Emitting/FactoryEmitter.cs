using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the body of a factory: the settings are bound, the services made, the constructor called.</summary>
internal static class FactoryEmitter
{
    public static void Emit(SourceWriter writer, TypeName made, string? settingsBinder, FactoryModel factory)
    {
        using (writer.Open("{", "}"))
        {
            if (settingsBinder is not null)
            {
                writer.Line($"var settings = {settingsBinder}.Bind(map);");
            }

            foreach (var service in factory.Services)
            {
                var creation = $"new {service.Type}({string.Join(", ", service.Arguments)})";
                writer.Line($"var {service.Local} = {(service.IsDisposable ? $"services.Own({creation})" : creation)};");
            }

            writer.Line($"return new {made.Full}({string.Join(", ", factory.Arguments)});");
        }
    }
}
