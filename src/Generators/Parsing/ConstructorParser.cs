using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>How an integration is made: its settings, and how its constructor's parameters are provided.</summary>
/// <param name="IsComplete">Whether every parameter is provided and the settings can be bound.</param>
/// <param name="Factory">The calls.</param>
/// <param name="Settings">The settings record, if it has one.</param>
/// <param name="SettingsTypes">The settings record and those nested in it.</param>
/// <param name="UnreadKeys">The keys of settings that can't be bound.</param>
internal sealed record Injection(
    bool IsComplete, FactoryModel Factory, SettingsTypeModel? Settings, EquatableArray<SettingsTypeModel> SettingsTypes, EquatableArray<string> UnreadKeys);

/// <summary>Resolves constructor parameters at compile time: the settings, the framework's services, and provided types with their own parameters.</summary>
internal sealed class ConstructorParser
{
    private const string ProvidedAttribute = "IntegrationFramework.ProvidedAttribute";

    private readonly ParseContext _context;
    private readonly string _what;
    private readonly INamedTypeSymbol? _settings;
    private readonly IReadOnlyList<IPropertySymbol> _settingsMembers;
    private readonly List<ServiceModel> _services = [];
    private readonly Dictionary<ISymbol, string> _locals = new(SymbolEqualityComparer.Default);
    private readonly List<INamedTypeSymbol> _path = [];
    private readonly LocalNames _names = new("services", "map", "settings");

    private ConstructorParser(ParseContext context, string what, INamedTypeSymbol? settings)
    {
        _context = context;
        _what = what;
        _settings = settings;
        _settingsMembers = settings?.PublicProperties() ?? [];
    }

    /// <summary>Resolves the parameters of a class's only public constructor.</summary>
    /// <param name="type">The class.</param>
    /// <param name="what">What messages call it: an integration, a sink.</param>
    /// <param name="context">Where to report.</param>
    public static Injection Parse(INamedTypeSymbol type, string what, ParseContext context)
    {
        var before = context.Count;
        var constructor = SingleConstructor(type, type, context);
        var settings = constructor is null ? null : FindSettings(constructor);
        var settingsParser = new SettingsParser(context);
        var model = settings is null ? null : settingsParser.Parse(settings, settings);
        var parser = new ConstructorParser(context, what, settings);
        var arguments = constructor is null ? [] : parser.Resolve(constructor);
        var factory = new FactoryModel(new(parser._services), new(arguments));
        return new Injection(context.Count == before, factory, model, settingsParser.Types, new(settingsParser.UnreadKeys));
    }

    /// <summary>The settings record of a class of a referenced assembly.</summary>
    public static INamedTypeSymbol? FindSettings(INamedTypeSymbol type) =>
        type.PublicConstructors().ToArray() is [var constructor] ? FindSettings(constructor) : null;

    private static IMethodSymbol? SingleConstructor(INamedTypeSymbol type, ISymbol place, ParseContext context)
    {
        var constructors = type.PublicConstructors().ToArray();
        if (constructors.Length == 1 || type.IsStatic || type.TypeKind == TypeKind.Error)
        {
            CheckRequired(type, constructors.FirstOrDefault(), context);
            return constructors.FirstOrDefault();
        }

        // An abstract class can't be made whatever its constructors: that has been said.
        if (type.IsAbstract)
        {
            return null;
        }

        if (constructors.Length == 0 && type.InstanceConstructors.FirstOrDefault(SymbolExtensions.IsObsoleteError) is { } obsolete)
        {
            context.Report(CodeRules.NotAccessible, context.IsInSource(obsolete) ? obsolete : place, type.Name, "its constructor is obsolete, so that calling it is an error");
        }
        else
        {
            context.Report(CodeRules.Constructor, place, type.Name, constructors.Length == 0 ? "no" : Literals.Number(constructors.Length));
        }

        return null;
    }

    private static void CheckRequired(INamedTypeSymbol type, IMethodSymbol? constructor, ParseContext context)
    {
        if (constructor is null || constructor.HasAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute"))
        {
            return;
        }

        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.OriginalDefinition.GetMembers().FirstOrDefault(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) is { } required)
            {
                context.Report(CodeRules.NotAccessible, required, type.Name, $"nobody sets its required member '{required.Name}'; take the value in the constructor");
                return;
            }
        }
    }

    /// <summary>
    /// The settings are the one parameter whose type's name ends in Settings; where none does, the one record that isn't provided.
    /// </summary>
    private static INamedTypeSymbol? FindSettings(IMethodSymbol constructor)
    {
        var candidates = constructor.Parameters.Select(parameter => parameter.Type).OfType<INamedTypeSymbol>()
            .Where(type => LooksLikeOptions(type) && !type.HasAttribute(ProvidedAttribute) && FrameworkServices.Find(type) is null).ToArray();
        var settings = candidates.FirstOrDefault(type => type.Name.EndsWith("Settings", StringComparison.Ordinal)) ?? candidates.FirstOrDefault();
        return settings?.WithNullableAnnotation(NullableAnnotation.NotAnnotated) as INamedTypeSymbol;
    }

    private static bool LooksLikeOptions(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && (type.IsRecord
            || type.Name.EndsWith("Settings", StringComparison.Ordinal) || type.Name.EndsWith("Options", StringComparison.Ordinal));

    private List<string> Resolve(IMethodSymbol constructor)
    {
        var arguments = new List<string>();
        var isSkipped = false;
        foreach (var parameter in constructor.Parameters)
        {
            if (Resolve(parameter) is { } argument)
            {
                arguments.Add(isSkipped ? Identifiers.Escape(parameter.Name) + ": " + argument : argument);
            }
            else
            {
                isSkipped = true;
            }
        }

        return arguments;
    }

    /// <summary>The argument for a parameter; <see langword="null"/> where it is missing, which was reported, or left to its own default.</summary>
    private string? Resolve(IParameterSymbol parameter)
    {
        _context.CancellationToken.ThrowIfCancellationRequested();
        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            _context.Report(CodeRules.NotProvided, parameter, parameter.Name, parameter.ContainingType.Name, "it is passed by reference; take it by value");
            return null;
        }

        parameter.Type.IsNullable(out var underlying);
        if (underlying is INamedTypeSymbol type)
        {
            if (_settings is not null && SymbolEqualityComparer.Default.Equals(type, _settings))
            {
                return "settings";
            }

            if (FrameworkServices.Find(type) is { } service)
            {
                return service;
            }

            if (type.HasAttribute(ProvidedAttribute))
            {
                return ResolveProvided(type, parameter);
            }

            if (ProvidedInstead.Find(type, _context.Compilation) is { } instead)
            {
                return ResolveProvided(instead, parameter);
            }

            var members = ScalarTypes.Unsupported(type) is null ? _settingsMembers.Where(member => IsOfType(member, type)).ToArray() : [];
            if (members.Length > 0 || (LooksLikeOptions(type) && !parameter.HasExplicitDefaultValue))
            {
                return ResolveOptions(parameter, type, members);
            }
        }

        if (!parameter.HasExplicitDefaultValue && parameter.Type.TypeKind != TypeKind.Error)
        {
            var owner = parameter.ContainingType.Name;
            _context.Report(CodeRules.NotProvided, parameter, parameter.Name, owner, Advice(underlying));
        }

        return null;
    }

    private string? ResolveProvided(INamedTypeSymbol type, IParameterSymbol parameter)
    {
        if (_locals.TryGetValue(type, out var known))
        {
            return known;
        }

        var begin = _path.FindIndex(step => SymbolEqualityComparer.Default.Equals(step, type));
        if (begin >= 0)
        {
            var circle = string.Join(" → ", _path.Skip(begin).Concat([type]).Select(step => step.Name));
            _context.Report(CodeRules.Circle, parameter, circle);
            return null;
        }

        if (!_context.CanBeNamed(type))
        {
            _context.Report(CodeRules.NotAccessible, parameter, type.Name, "it isn't accessible from here; make it public");
            return null;
        }

        var place = _context.IsInSource(type) ? type : (ISymbol)parameter;
        if (type.IsAbstract)
        {
            _context.Report(CodeRules.NotProvided, parameter, parameter.Name, parameter.ContainingType.Name, $"'{type.Name}' is abstract");
            return null;
        }

        if (SingleConstructor(type, place, _context) is not { } constructor)
        {
            return null;
        }

        _path.Add(type);
        var arguments = Resolve(constructor);
        _path.RemoveAt(_path.Count - 1);

        var local = _names.Next(type.Name);
        _locals.Add(type, local);
        _services.Add(new ServiceModel(local, type.FullNotNull(), new(arguments), type.IsDisposable()));
        return local;
    }

    private string? ResolveOptions(IParameterSymbol parameter, INamedTypeSymbol type, IPropertySymbol[] members)
    {
        var problem = members.Length switch
        {
            0 when _settings is null => $"the {_what} has no settings; give it a settings record with a member of type '{type.Name}'",
            0 => $"'{_settings!.Name}' has no member of that type; add 'public required {type.Name} … {{ get; init; }}'",
            1 when members[0].Type.NullableAnnotation == NullableAnnotation.Annotated && parameter.NullableAnnotation != NullableAnnotation.Annotated =>
                $"member '{members[0].Name}' of '{_settings!.Name}' may be null; make it required",
            1 => null,
            _ => $"'{_settings!.Name}' has {Literals.Number(members.Length)} members of that type, {string.Join(" and ", members.Select(member => $"'{member.Name}'"))}; it's unclear which is meant",
        };
        if (problem is null)
        {
            return "settings." + Identifiers.Escape(members[0].Name);
        }

        _context.Report(CodeRules.Options, parameter, parameter.Name, parameter.ContainingType.Name, type.Name, problem);
        return null;
    }

    private static bool IsOfType(IPropertySymbol member, ITypeSymbol type)
    {
        member.Type.IsNullable(out var underlying);
        return SymbolEqualityComparer.Default.Equals(underlying, type);
    }

    private bool IsMine(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _context.Compilation.Assembly);

    private string Advice(ITypeSymbol type) => type.TypeKind switch
    {
        _ when type.IsNamed("System.Threading.CancellationToken") || type.IsNamed("IntegrationFramework.RunContext") =>
            $"'{type.Name}' isn't there before a run begins; its methods are given it",
        TypeKind.Class when type.SpecialType == SpecialType.None && !IsMine(type) =>
            $"provide a class of your own for '{Short(type)}' with [assembly: Provides<{Short(type)}, …>], or ask for one marked [Provided]",
        TypeKind.Interface => $"'{type.Name}' is an interface; ask for a class marked [Provided]",
        TypeKind.Class when type.SpecialType == SpecialType.None => $"mark '{type.Name}' with [Provided], or name it '…Settings' if it holds the settings",
        _ => $"values as '{type.ToDisplayString()}' belong into the settings record",
    };

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
