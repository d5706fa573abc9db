using System.Globalization;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>How often a parameter may be given, and whether it takes a value.</summary>
internal enum Arity
{
    /// <summary>An option without a value.</summary>
    Flag,

    /// <summary>One value; the last one given counts.</summary>
    Single,

    /// <summary>An option whose value may be left out, said with an equals sign where it isn't.</summary>
    OptionalValue,

    /// <summary>Any number of values.</summary>
    Many,
}

/// <summary>An option or an argument of a command, as the parser and the help need it.</summary>
internal abstract record Parameter(string Name, Arity Arity, string Description)
{
    /// <summary>What stands for the value in the help.</summary>
    public string ValueName { get; init; } = "TEXT";

    /// <summary>The value where none is given, as the help says it.</summary>
    public string? Default { get; init; }

    /// <summary>What a bare option of <see cref="Arity.OptionalValue"/> means.</summary>
    public string? ImpliedValue { get; init; }

    /// <summary>Whether the help leaves it out.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether the command makes no sense without it.</summary>
    public bool Required { get; init; }
}

/// <summary>A parameter with a typed value.</summary>
/// <param name="Name">Kebab-case, without the dashes.</param>
/// <param name="Arity">How often it may be given.</param>
/// <param name="Description">A line for the help.</param>
/// <param name="Read">Reads what was given, of which there may be nothing.</param>
internal sealed record Parameter<T>(string Name, Arity Arity, string Description, Func<IReadOnlyList<string>, T> Read)
    : Parameter(Name, Arity, Description);

/// <summary>The kinds of parameters that commands have.</summary>
internal static class Parameters
{
    public static Parameter<bool> Flag(string name, string description) =>
        new(name, Arity.Flag, description, static values => values.Count > 0 && values[^1] == "true");

    public static Parameter<string?> Text(string name, string valueName, string description) =>
        new(name, Arity.Single, description, Last) { ValueName = valueName };

    public static Parameter<IReadOnlyList<string>> Texts(string name, string valueName, string description) =>
        new(name, Arity.Many, description, static values => values) { ValueName = valueName };

    /// <summary>One of some words, in whatever case, of which the first is the default; <paramref name="spell"/> gives the word that another one means.</summary>
    public static Parameter<string> Choice(string name, string[] choices, string description, Func<string, string>? spell = null) =>
        new(name, Arity.Single, description, values => Last(values) is not { } value ? choices[0]
            : Array.Find(choices, choice => choice.Equals(spell?.Invoke(value) ?? value, StringComparison.OrdinalIgnoreCase)) is { } word ? word
            : throw new UsageException($"--{name} takes {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{value}'."))
        {
            ValueName = string.Join('|', choices),
            Default = choices[0],
        };

    public static Parameter<long?> Count(string name, string description) =>
        new(name, Arity.Single, description, values => Last(values) is { } value ? WholeNumber(name, value) : null) { ValueName = "N" };

    /// <summary>A count that may be left out: <c>--parallel</c>, <c>--parallel=8</c>.</summary>
    public static Parameter<int?> OptionalCount(string name, int implied, string description) =>
        new(name, Arity.OptionalValue, description, values => Last(values) is { } value ? checked((int)WholeNumber(name, value)) : null)
        {
            ValueName = "N",
            ImpliedValue = implied.ToString(CultureInfo.InvariantCulture),
        };

    public static Parameter<DateOnly?> Date(string name, string description) =>
        new(name, Arity.Single, description, values => Last(values) is not { } value ? null
            : DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw new UsageException($"--{name} takes a date such as 2026-01-31, not '{value}'."))
        {
            ValueName = "DATE",
        };

    /// <summary>A point in time; a day alone is its first instant in UTC.</summary>
    public static Parameter<DateTimeOffset?> Instant(string name, string description) =>
        new(name, Arity.Single, description, values => Last(values) is not { } value ? null
            : DateTimeOffset.TryParseExact(
                value, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var instant) ? instant
            : throw new UsageException($"--{name} takes a day or a time such as 2026-01-31 or 2026-01-31T12:00:00Z, not '{value}'."))
        {
            ValueName = "TIME",
        };

    private static string? Last(IReadOnlyList<string> values) => values.Count > 0 ? values[^1] : null;

    private static long WholeNumber(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue ? number
            : throw new UsageException($"--{name} takes a whole number from 1 to {int.MaxValue}, not '{value}'.");
}
