namespace IntegrationFramework.Generators.Model;

/// <summary>A type's names: as it's written in emitted code, and as what is emitted for it is named.</summary>
/// <param name="Full">With <c>global::</c> and its containing types.</param>
/// <param name="Namespace">Its namespace, or an empty text.</param>
/// <param name="Name">Its name, joined to those of its containing types and type arguments by underscores.</param>
/// <param name="IsGeneratedTaken">Whether its namespace has a type of the name that emitted code's own namespace has in it.</param>
internal sealed record TypeName(string Full, string Namespace, string Name, bool IsGeneratedTaken)
{
    /// <summary>What the namespace of emitted code is called, inside that of the type.</summary>
    public const string Inner = "Generated";

    private static readonly string[] UsedNames = ["MapSchema", "KeySchema", "ValueSchema", "RecordSchema"];

    /// <summary>Where code that is emitted for this type goes.</summary>
    public string GeneratedNamespace => (Namespace.Length == 0 ? "" : Namespace + ".") + Inner + (IsGeneratedTaken ? "_" : "");

    /// <summary>The name of a class that is emitted for this type: never that of a type of the framework which emitted code uses.</summary>
    public string ClassName(string suffix) => Array.IndexOf(UsedNames, Name + suffix) < 0 ? Name + suffix : Name + "_" + suffix;

    /// <summary>The full name of a class that is emitted for this type.</summary>
    public string Generated(string suffix) => $"global::{GeneratedNamespace}.{ClassName(suffix)}";

    /// <summary>The name of an emitted file, as long as no other differs from it only in upper and lower case.</summary>
    public string HintName(string suffix) => (Namespace.Length == 0 ? Name : Namespace.Replace("@", "") + "." + Name) + "." + suffix + ".g.cs";

    /// <summary>The name without <c>global::</c>.</summary>
    public string Display => Full.StartsWith("global::", StringComparison.Ordinal) ? Full.Substring("global::".Length) : Full;
}
