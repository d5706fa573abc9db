using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>The services that the framework itself provides, and how a factory reaches them.</summary>
internal static class FrameworkServices
{
    public static string? Find(INamedTypeSymbol type) => type.MetadataName() switch
    {
        "Microsoft.Extensions.Logging.ILogger" when type.TypeArguments.Length == 0 => "services.Logger",
        "Microsoft.Extensions.Logging.ILogger" => $"services.LoggerFor<{type.TypeArguments[0].FullNotNull()}>()",
        "System.TimeProvider" => "services.Time",
        "IntegrationFramework.SqlQueryManager" => "services.Sql",
        "IntegrationFramework.SupportManager" => "services.Support",
        "IntegrationFramework.Http.HttpServices" => "services.Http",
        "IntegrationFramework.Configuration.HttpConfig" => "services.Http.Policy",
        _ => null,
    };
}
