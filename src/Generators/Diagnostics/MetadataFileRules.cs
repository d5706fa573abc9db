using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>IFW0200–0299: metadata.yaml. The shared rules find them and word the message.</summary>
internal static class MetadataFileRules
{
    public static readonly DiagnosticDescriptor Syntax = new(
        "IFW0201", "metadata.yaml is well-formed YAML", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0201"), HelpPage.Link("IFW0201"));

    public static readonly DiagnosticDescriptor UnknownKey = new(
        "IFW0202", "Keys are known", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0202"), HelpPage.Link("IFW0202"));

    public static readonly DiagnosticDescriptor MissingKey = new(
        "IFW0203", "Required keys are there", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0203"), HelpPage.Link("IFW0203"));

    public static readonly DiagnosticDescriptor WrongType = new(
        "IFW0204", "Values have the type of their key", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0204"), HelpPage.Link("IFW0204"));

    public static readonly DiagnosticDescriptor DuplicateKey = new(
        "IFW0205", "Keys are given once", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0205"), HelpPage.Link("IFW0205"));

    public static readonly DiagnosticDescriptor Version = new(
        "IFW0206", "Versions are SemVer", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0206"), HelpPage.Link("IFW0206"));

    public static readonly DiagnosticDescriptor Tag = new(
        "IFW0207", "Tags are well-formed", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0207"), HelpPage.Link("IFW0207"));

    public static readonly DiagnosticDescriptor Email = new(
        "IFW0208", "E-mail addresses are well-formed", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0208"), HelpPage.Link("IFW0208"));

    public static readonly DiagnosticDescriptor Date = new(
        "IFW0209", "Dates are well-formed", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0209"), HelpPage.Link("IFW0209"));

    public static readonly DiagnosticDescriptor Null = new(
        "IFW0210", "Null stands only where it's allowed", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0210"), HelpPage.Link("IFW0210"));

    public static readonly DiagnosticDescriptor TooLarge = new(
        "IFW0211", "Files are of a sensible size, with few aliases", "{0}",
        "IntegrationFramework.Metadata", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0211"), HelpPage.Link("IFW0211"));

    public static DiagnosticDescriptor[] All { get; } =
    [
        Syntax, UnknownKey, MissingKey, WrongType, DuplicateKey, Version, Tag, Email, Date, Null, TooLarge,
    ];
}
