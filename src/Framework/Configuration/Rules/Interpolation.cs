using System.Text;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>A part of a text with <c>${…}</c>.</summary>
/// <param name="Text">Literal text, where there is no <paramref name="Name"/>.</param>
/// <param name="Name">The variable's name.</param>
/// <param name="Default">What stands after <c>:-</c>: used where the variable is unset or empty.</param>
/// <param name="Error">What stands after <c>:?</c>: said where the variable is unset or empty.</param>
/// <param name="Index">The offset in the whole text.</param>
/// <param name="Length">How many characters of the whole text.</param>
public sealed record InterpolationPart(string Text, string? Name, string? Default, string? Error, int Index, int Length);

/// <summary>A text with <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME:?message}</c> and <c>$${literal}</c>.</summary>
public sealed class Interpolation
{
    private Interpolation(IReadOnlyList<InterpolationPart> parts, string? problem, int problemIndex)
    {
        Parts = parts;
        Problem = problem;
        ProblemIndex = problemIndex;
    }

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<InterpolationPart> Parts { get; }

    /// <summary>What is malformed, or <see langword="null"/>.</summary>
    public string? Problem { get; }

    /// <summary>Where it is malformed.</summary>
    public int ProblemIndex { get; }

    /// <summary>The parts that name variables.</summary>
    public IEnumerable<InterpolationPart> Variables => Parts.Where(part => part.Name is not null);

    /// <summary>Whether a text holds <c>${</c>, be it escaped.</summary>
    public static bool IsIn(string text) => text.IndexOf("${", StringComparison.Ordinal) >= 0;

    /// <summary>Takes a text apart.</summary>
    public static Interpolation Parse(string text)
    {
        var parts = new List<InterpolationPart>();
        var literal = new StringBuilder();
        var literalStart = 0;
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] != '$' || !(IsAt(text, i, "$${") || IsAt(text, i, "${")))
            {
                literal.Append(text[i++]);
                continue;
            }

            if (text[i + 1] == '$')
            {
                literal.Append("${");
                i += 3;
                continue;
            }

            Flush(i);
            var end = text.IndexOf('}', i);
            if (end < 0)
            {
                return new Interpolation(parts, "'${' without '}'; write '$${' for the characters themselves", i);
            }

            var part = ParseVariable(text.Substring(i + 2, end - i - 2), i, end + 1 - i, out var problem);
            if (part is null)
            {
                return new Interpolation(parts, problem, i);
            }

            parts.Add(part);
            i = end + 1;
            literalStart = i;
        }

        Flush(i);
        return new Interpolation(parts, null, 0);

        void Flush(int upTo)
        {
            if (literal.Length > 0)
            {
                parts.Add(new InterpolationPart(literal.ToString(), null, null, null, literalStart, upTo - literalStart));
                literal.Clear();
            }
        }
    }

    /// <summary>The text with every default filled in, or <see langword="null"/> where a variable has none.</summary>
    public string? WithDefaults()
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            if (part.Name is not null && part.Default is null)
            {
                return null;
            }

            text.Append(part.Name is null ? part.Text : part.Default);
        }

        return text.ToString();
    }

    private static InterpolationPart? ParseVariable(string inner, int index, int length, out string problem)
    {
        var colon = inner.IndexOf(':');
        var name = colon < 0 ? inner : inner.Substring(0, colon);
        problem = "";
        if (!VariableName.Is(name))
        {
            problem = name.Length == 0 ? "'${}' names no variable" : "a variable's name is letters, digits and '_', no digit first; write '$${' for the characters themselves";
            return null;
        }

        if (colon < 0)
        {
            return new InterpolationPart("", name, null, null, index, length);
        }

        var rest = inner.Substring(colon + 1);
        if (rest.Length == 0 || rest[0] is not ('-' or '?'))
        {
            problem = "after the ':' in '${NAME:' comes '-' and a default, or '?' and a message";
            return null;
        }

        var argument = rest.Substring(1);
        if (IsIn(argument))
        {
            problem = "a default can't hold another '${'";
            return null;
        }

        return rest[0] == '-'
            ? new InterpolationPart("", name, argument, null, index, length)
            : new InterpolationPart("", name, null, argument, index, length);
    }

    private static bool IsAt(string text, int index, string what) =>
        string.CompareOrdinal(text, index, what, 0, what.Length) == 0;
}

/// <summary>Names of environment variables.</summary>
public static class VariableName
{
    /// <summary>Whether a name is letters, digits and underscores, no digit first.</summary>
    public static bool Is(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_') && !(i > 0 && name[i] is >= '0' and <= '9'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
