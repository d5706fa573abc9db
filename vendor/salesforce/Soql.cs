namespace Vendors.Salesforce;

/// <summary>Parts of a SOQL query that aren't values: names, and patterns for <c>LIKE</c>.</summary>
public static class Soql
{
    /// <summary>A name that is known at run time only: of a field, also of a parent's (<c>Account.Name</c>), or of an object.</summary>
    /// <exception cref="ArgumentException">It isn't a name: anything else could change the query.</exception>
    public static SoqlName Field(string name) => new(name);

    /// <summary>A list of names, for after <c>SELECT</c>.</summary>
    /// <exception cref="ArgumentException">One isn't a name, or there is none.</exception>
    public static SoqlName Fields(IEnumerable<string> names) => new(names);

    /// <summary>A pattern for <c>LIKE</c>: begins with this text, whose own <c>%</c> and <c>_</c> stand for themselves.</summary>
    public static SoqlPattern StartsWith(string text) => new($"{SoqlLiteral.Escape(text, isPattern: true)}%");

    /// <summary>A pattern for <c>LIKE</c>: ends with this text.</summary>
    public static SoqlPattern EndsWith(string text) => new($"%{SoqlLiteral.Escape(text, isPattern: true)}");

    /// <summary>A pattern for <c>LIKE</c>: contains this text.</summary>
    public static SoqlPattern Contains(string text) => new($"%{SoqlLiteral.Escape(text, isPattern: true)}%");

    internal static bool IsName(string name)
    {
        foreach (var part in name.Split('.'))
        {
            if (part.Length == 0 || !char.IsAsciiLetter(part[0]) || !part.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                return false;
            }
        }

        return true;
    }

    internal static string Checked(string name) =>
        IsName(name) ? name : throw new ArgumentException($"'{name}' isn't the name of a field or an object of Salesforce: letters, digits and _ only.", nameof(name));
}

/// <summary>One or more checked names in a SOQL query.</summary>
public sealed class SoqlName
{
    internal SoqlName(string name) => Text = Soql.Checked(name);

    internal SoqlName(IEnumerable<string> names)
    {
        Text = string.Join(", ", names.Select(Soql.Checked));
        if (Text.Length == 0)
        {
            throw new ArgumentException("There are no fields to select.", nameof(names));
        }
    }

    internal string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A pattern for <c>LIKE</c>.</summary>
public sealed class SoqlPattern
{
    internal SoqlPattern(string escaped) => Escaped = escaped;

    internal string Escaped { get; }

    /// <inheritdoc/>
    public override string ToString() => Escaped;
}
