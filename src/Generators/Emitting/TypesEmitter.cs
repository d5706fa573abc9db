using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Emits the file with the binders and record schemas of one namespace.</summary>
internal static class TypesEmitter
{
    public static SourceText Emit(NamespaceTypes types)
    {
        var writer = new SourceWriter([.. types.Settings.Select(type => type.Type.Display), .. types.Records.Select(type => type.Type.Display)]);
        if (types.Settings.Count > 0)
        {
            Emit(writer, types.Settings, types.Settings[0].Type, BinderEmitter.Usings, BinderEmitter.Emit);
        }

        if (types.Settings.Count > 0 && types.Records.Count > 0)
        {
            writer.Line();
        }

        if (types.Records.Count > 0)
        {
            Emit(writer, types.Records, types.Records[0].Type, RecordSchemaEmitter.Usings, RecordSchemaEmitter.Emit);
        }

        return writer.ToSourceText();
    }

    private static void Emit<T>(SourceWriter writer, IReadOnlyList<T> types, TypeName first, string[] usings, Action<SourceWriter, T> emit)
    {
        using (writer.Namespace(first.GeneratedNamespace, usings))
        {
            foreach (var type in types)
            {
                emit(writer, type);
                writer.Line();
            }
        }
    }
}
