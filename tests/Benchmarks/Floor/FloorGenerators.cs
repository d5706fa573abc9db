using Microsoft.CodeAnalysis;

namespace Floor;

/// <summary>Asks the compiler which classes have the attribute, and nothing else.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ClassesGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider
            .ForAttributeWithMetadataName(Questions.Attribute, static (_, _) => true, static (found, _) => found.TargetSymbol.Name)
            .Collect();
        context.RegisterSourceOutput(names, static (output, all) => output.AddSource("Classes.g.cs", $"// {all.Length}"));
    }
}

/// <summary>Asks for the properties of the records and the settings besides, with their types and attributes. Its time is beyond that of <see cref="ClassesGenerator"/>, whose answers it finds.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MembersGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var counts = context.SyntaxProvider
            .ForAttributeWithMetadataName(Questions.Attribute, static (_, _) => true, static (found, _) => Questions.Count((INamedTypeSymbol)found.TargetSymbol))
            .Collect();
        context.RegisterSourceOutput(counts, static (output, all) => output.AddSource("Members.g.cs", $"// {all.Sum()}"));
    }
}

/// <summary>Reads the YAML as text.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TextsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var lengths = context.AdditionalTextsProvider.Select(static (text, cancellationToken) => text.GetText(cancellationToken)?.Length ?? 0).Collect();
        context.RegisterSourceOutput(lengths, static (output, all) => output.AddSource("Texts.g.cs", $"// {all.Sum()}"));
    }
}

internal static class Questions
{
    public const string Attribute = "IntegrationFramework.IntegrationAttribute";

    /// <summary>Binds what <c>Integration&lt;TRaw, TOut&gt;</c> and the first parameter of the constructor name.</summary>
    public static int Count(INamedTypeSymbol integration) => integration.BaseType!.TypeArguments
        .Append(integration.InstanceConstructors[0].Parameters[0].Type)
        .SelectMany(static type => type.GetMembers().OfType<IPropertySymbol>())
        .Sum(static property => property.GetAttributes().Length + (property.Type.SpecialType == SpecialType.System_String ? 1 : 0));
}
