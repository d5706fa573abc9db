using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>IFW0001–0099: the C# side of an integration and of sinks, and how classes and folders go together.</summary>
internal static class CodeRules
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "IFW0001", "The class of an integration is partial",
        "Class '{0}' is marked [Integration] but isn't partial; write 'partial class {0}'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0001"), HelpPage.Link("IFW0001"));

    public static readonly DiagnosticDescriptor Nested = new(
        "IFW0002", "The class of an integration stands in a namespace",
        "Class '{0}' is marked [Integration] but is nested in '{1}'; move it out, into a namespace",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0002"), HelpPage.Link("IFW0002"));

    public static readonly DiagnosticDescriptor Generic = new(
        "IFW0003", "The class of an integration or a sink isn't generic",
        "Class '{0}' is marked [{1}] but is generic; derive a class without type parameters from it and mark that",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0003"), HelpPage.Link("IFW0003"));

    public static readonly DiagnosticDescriptor AbstractOrStatic = new(
        "IFW0004", "The class of an integration or a sink can be made",
        "Class '{0}' is marked [{2}] but is {1}; remove '{1}', or the attribute",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0004"), HelpPage.Link("IFW0004"));

    public static readonly DiagnosticDescriptor WrongBase = new(
        "IFW0005", "The class of an integration derives from Integration",
        "Class '{0}' is marked [Integration] but doesn't derive from Integration<TRaw, TOut>; write '{0} : Integration<…>'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0005"), HelpPage.Link("IFW0005"));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "IFW0006", "Names of integrations are unique",
        "There are two integrations named '{0}', in '{1}' and '{2}'; rename a folder, or give one another 'name:' in its config.yaml",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0006"), HelpPage.Link("IFW0006"));

    public static readonly DiagnosticDescriptor NoConfig = new(
        "IFW0007", "An integration has a config.yaml",
        "There is no config.yaml beside '{0}'; {1}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0007"), HelpPage.Link("IFW0007"));

    public static readonly DiagnosticDescriptor NoMetadata = new(
        "IFW0008", "An integration has a metadata.yaml",
        "There is no metadata.yaml beside '{0}'; add one to the folder '{1}', with 'version' and 'tags'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0008"), HelpPage.Link("IFW0008"));

    public static readonly DiagnosticDescriptor FolderWithoutClass = new(
        "IFW0009", "A folder with config.yaml has an integration",
        "The folder '{0}' has a {1} but no class marked [Integration]; add the class, or remove the file",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0009"), HelpPage.Link("IFW0009"));

    public static readonly DiagnosticDescriptor NotProvided = new(
        "IFW0010", "Constructor parameters are provided",
        "Nobody provides parameter '{0}' of '{1}': {2}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0010"), HelpPage.Link("IFW0010"));

    public static readonly DiagnosticDescriptor SettingsMember = new(
        "IFW0011", "Settings members can be bound",
        "Settings member '{0}.{1}' can't be bound: {2}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0011"), HelpPage.Link("IFW0011"));

    public static readonly DiagnosticDescriptor RecordMember = new(
        "IFW0012", "Record members can be written",
        "Record member '{0}.{1}' can't be written: {2}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0012"), HelpPage.Link("IFW0012"));

    public static readonly DiagnosticDescriptor Constraint = new(
        "IFW0013", "Constraints fit their members",
        "[{0}] doesn't fit '{1}.{2}': {3}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0013"), HelpPage.Link("IFW0013"));

    public static readonly DiagnosticDescriptor Default = new(
        "IFW0014", "Defaults obey their own constraints",
        "The default {0} of '{1}.{2}' breaks its own constraint: {3}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0014"), HelpPage.Link("IFW0014"));

    public static readonly DiagnosticDescriptor Options = new(
        "IFW0015", "Options records are members of the settings",
        "Parameter '{0}' of '{1}' takes the options record '{2}': {3}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0015"), HelpPage.Link("IFW0015"));

    public static readonly DiagnosticDescriptor Constructor = new(
        "IFW0016", "There is one public constructor",
        "'{0}' has {1} public constructors; it needs exactly one, so that it's clear what to inject",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0016"), HelpPage.Link("IFW0016"));

    public static readonly DiagnosticDescriptor DuplicateAcrossAssemblies = new(
        "IFW0017", "Names of integrations are unique across assemblies",
        "Integration '{0}' is in both '{1}' and '{2}'; give one another 'name:' in its config.yaml",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0017"), HelpPage.Link("IFW0017"));

    public static readonly DiagnosticDescriptor TwoInOneFolder = new(
        "IFW0018", "A folder holds one integration",
        "The folder '{0}' holds two integrations, '{1}' and '{2}'; give each its own folder",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0018"), HelpPage.Link("IFW0018"));

    public static readonly DiagnosticDescriptor NotSnakeCase = new(
        "IFW0019", "Names of integrations are snake_case",
        "The integration's name '{0}' isn't snake_case; write '{1}'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0019"), HelpPage.Link("IFW0019"));

    public static readonly DiagnosticDescriptor Circle = new(
        "IFW0020", "Provided types don't need each other in a circle",
        "Provided types need each other in a circle: {0}; break it, for example by moving what both need into a third type",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0020"), HelpPage.Link("IFW0020"));

    public static readonly DiagnosticDescriptor NotAccessible = new(
        "IFW0021", "Settings and records can be reached and made",
        "'{0}' can't be used here: {1}",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0021"), HelpPage.Link("IFW0021"));

    public static readonly DiagnosticDescriptor WrongSinkBase = new(
        "IFW0022", "The class of a sink derives from Sink",
        "Class '{0}' is marked [Sink] but doesn't derive from Sink; write '{0} : Sink'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0022"), HelpPage.Link("IFW0022"));

    public static readonly DiagnosticDescriptor SinkNotSnakeCase = new(
        "IFW0023", "Names of sinks are snake_case",
        "The sink's name '{0}' isn't snake_case; write '{1}'",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0023"), HelpPage.Link("IFW0023"));

    public static readonly DiagnosticDescriptor DuplicateSink = new(
        "IFW0024", "Names of sinks are unique",
        "There are two sinks named '{0}', that of {1} and that of {2}; rename one",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0024"), HelpPage.Link("IFW0024"));

    public static readonly DiagnosticDescriptor NoPostprocess = new(
        "IFW0025", "An integration makes what it delivers of what it fetches",
        "Class '{0}' fetches '{1}' and delivers '{2}', but nothing turns the one into the other; override Postprocess or PostprocessAsync",
        "IntegrationFramework.Code", DiagnosticSeverity.Error, isEnabledByDefault: true,
        HelpPage.Description("IFW0025"), HelpPage.Link("IFW0025"));

    public static DiagnosticDescriptor[] All { get; } =
    [
        NotPartial, Nested, Generic, AbstractOrStatic, WrongBase, DuplicateName, NoConfig, NoMetadata, FolderWithoutClass, NotProvided,
        SettingsMember, RecordMember, Constraint, Default, Options, Constructor, DuplicateAcrossAssemblies, TwoInOneFolder, NotSnakeCase,
        Circle, NotAccessible, WrongSinkBase, SinkNotSnakeCase, DuplicateSink, NoPostprocess,
    ];
}
