using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>IFW0100–0199: config.yaml and its overlays. The shared rules find them and word the message.</summary>
internal static class ConfigFileRules
{
    public static readonly DiagnosticDescriptor Syntax = new(
        "IFW0101", "config.yaml is well-formed YAML", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0101"), HelpPage.Link("IFW0101"));

    public static readonly DiagnosticDescriptor UnknownKey = new(
        "IFW0102", "Keys are known", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0102"), HelpPage.Link("IFW0102"));

    public static readonly DiagnosticDescriptor MissingKey = new(
        "IFW0103", "Required keys are there", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0103"), HelpPage.Link("IFW0103"));

    public static readonly DiagnosticDescriptor WrongType = new(
        "IFW0104", "Values have the type of their key", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0104"), HelpPage.Link("IFW0104"));

    public static readonly DiagnosticDescriptor OutOfRange = new(
        "IFW0105", "Values are within their range", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0105"), HelpPage.Link("IFW0105"));

    public static readonly DiagnosticDescriptor DuplicateKey = new(
        "IFW0106", "Keys are given once", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0106"), HelpPage.Link("IFW0106"));

    public static readonly DiagnosticDescriptor NotAllowed = new(
        "IFW0107", "Values are among those allowed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0107"), HelpPage.Link("IFW0107"));

    public static readonly DiagnosticDescriptor Duration = new(
        "IFW0108", "Durations are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0108"), HelpPage.Link("IFW0108"));

    public static readonly DiagnosticDescriptor Size = new(
        "IFW0109", "Sizes are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0109"), HelpPage.Link("IFW0109"));

    public static readonly DiagnosticDescriptor Rate = new(
        "IFW0110", "Rates are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0110"), HelpPage.Link("IFW0110"));

    public static readonly DiagnosticDescriptor Cron = new(
        "IFW0111", "Schedules are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0111"), HelpPage.Link("IFW0111"));

    public static readonly DiagnosticDescriptor Url = new(
        "IFW0112", "URLs are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0112"), HelpPage.Link("IFW0112"));

    public static readonly DiagnosticDescriptor DateOrTime = new(
        "IFW0113", "Dates and times are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0113"), HelpPage.Link("IFW0113"));

    public static readonly DiagnosticDescriptor Null = new(
        "IFW0114", "Null stands only where it's allowed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0114"), HelpPage.Link("IFW0114"));

    public static readonly DiagnosticDescriptor Interpolation = new(
        "IFW0115", "Interpolations are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0115"), HelpPage.Link("IFW0115"));

    public static readonly DiagnosticDescriptor UnknownVariable = new(
        "IFW0116", "Environment variables are listed in .env.example", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0116"), HelpPage.Link("IFW0116"));

    public static readonly DiagnosticDescriptor LiteralSecret = new(
        "IFW0117", "Secrets come from the environment", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0117"), HelpPage.Link("IFW0117"));

    public static readonly DiagnosticDescriptor ObsoleteKey = new(
        "IFW0118", "Obsolete keys are replaced", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Warning, isEnabledByDefault: true,
        HelpPage.Description("IFW0118"), HelpPage.Link("IFW0118"));

    public static readonly DiagnosticDescriptor OutputPath = new(
        "IFW0119", "Output paths stay in the output folder", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0119"), HelpPage.Link("IFW0119"));

    public static readonly DiagnosticDescriptor SamePathTwice = new(
        "IFW0120", "Sinks have their own paths", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0120"), HelpPage.Link("IFW0120"));

    public static readonly DiagnosticDescriptor CursorWithReplace = new(
        "IFW0121", "A source with a cursor doesn't replace what it delivered", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0121"), HelpPage.Link("IFW0121"));

    public static readonly DiagnosticDescriptor UpsertWithoutKey = new(
        "IFW0122", "Upserts have a key", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0122"), HelpPage.Link("IFW0122"));

    public static readonly DiagnosticDescriptor Aliases = new(
        "IFW0123", "Aliases are few and shallow", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0123"), HelpPage.Link("IFW0123"));

    public static readonly DiagnosticDescriptor Text = new(
        "IFW0124", "Texts obey their constraints", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0124"), HelpPage.Link("IFW0124"));

    public static readonly DiagnosticDescriptor GroupLimit = new(
        "IFW0125", "A concurrency group has one limit", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0125"), HelpPage.Link("IFW0125"));

    public static readonly DiagnosticDescriptor KeyColumn = new(
        "IFW0126", "Key columns are fields of the record", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0126"), HelpPage.Link("IFW0126"));

    public static readonly DiagnosticDescriptor TooLarge = new(
        "IFW0127", "Files are of a sensible size and depth", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0127"), HelpPage.Link("IFW0127"));

    public static readonly DiagnosticDescriptor CheckedField = new(
        "IFW0128", "Checks are of fields of the record", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0128"), HelpPage.Link("IFW0128"));

    public static readonly DiagnosticDescriptor CheckOfKind = new(
        "IFW0129", "Checks fit their fields", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0129"), HelpPage.Link("IFW0129"));

    public static readonly DiagnosticDescriptor CheckPattern = new(
        "IFW0130", "Patterns of checks are well-formed", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0130"), HelpPage.Link("IFW0130"));

    public static readonly DiagnosticDescriptor CheckLimits = new(
        "IFW0131", "Limits of checks leave something", "{0}",
        "IntegrationFramework.Config", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0131"), HelpPage.Link("IFW0131"));

    public static DiagnosticDescriptor[] All { get; } =
    [
        Syntax, UnknownKey, MissingKey, WrongType, OutOfRange, DuplicateKey, NotAllowed, Duration, Size, Rate, Cron, Url, DateOrTime,
        Null, Interpolation, UnknownVariable, LiteralSecret, ObsoleteKey, OutputPath, SamePathTwice, CursorWithReplace, UpsertWithoutKey,
        Aliases, Text, GroupLimit, KeyColumn, TooLarge,
        CheckedField, CheckOfKind, CheckPattern, CheckLimits,
    ];
}
