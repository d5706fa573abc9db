using Microsoft.CodeAnalysis.CSharp;

namespace IntegrationFramework.Generators.Emitting;

/// <summary>Makes names into C# identifiers.</summary>
internal static class Identifiers
{
    /// <summary>Puts an @ before a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A local's name for something named in PascalCase.</summary>
    public static string Local(string name) => name.Trim('_').Length == 0 ? "value" : Escape(char.ToLowerInvariant(name[0]) + name.Substring(1));

    /// <summary>Replaces whatever an identifier can't hold.</summary>
    public static string Sanitise(string text)
    {
        var characters = text.Select(character => SyntaxFacts.IsIdentifierPartCharacter(character) ? character : '_').ToArray();
        var name = new string(characters);
        return name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name;
    }

    /// <summary>Makes a namespace of a project's or assembly's name.</summary>
    public static string Namespace(string text) => string.Join(".", text.Split('.').Select(part => Escape(Sanitise(part))));
}
