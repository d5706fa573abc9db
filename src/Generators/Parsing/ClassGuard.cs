using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Whatever one class does to its parser, it is reported at the class, and the others keep their registrations and their diagnostics.</summary>
internal static class ClassGuard
{
    /// <param name="type">The class.</param>
    /// <param name="context">Where to report.</param>
    /// <param name="location">At which place.</param>
    /// <param name="read">Reads the class.</param>
    /// <param name="unread">What stands for it where that fails.</param>
    /// <returns>What was read.</returns>
    public static T Read<T>(INamedTypeSymbol type, ParseContext context, LocationInfo location, Func<T> read, Func<T> unread)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            context.Report(CodeRules.NotAccessible, location, type.Name, $"the generator can't read it: {error.Message}");
            return unread();
        }
    }
}
