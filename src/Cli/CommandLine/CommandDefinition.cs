namespace IntegrationFramework.Cli.CommandLine;

/// <summary>What the command line says about one command. The work itself is a plain method that <see cref="Invoke"/> calls.</summary>
internal sealed record CommandDefinition
{
    /// <summary>The options, in the order of the help.</summary>
    public required IReadOnlyList<Parameter> Options { get; init; }

    /// <summary>The arguments, in order. Only the last one may take many values.</summary>
    public IReadOnlyList<Parameter> Arguments { get; init; } = [];

    /// <summary>Does the work and returns the exit code.</summary>
    public required Func<ParsedValues, CommandEnvironment, ValueTask<int>> Invoke { get; init; }
}

/// <summary>A command's name and description; its definition is made only for the command that was named.</summary>
internal sealed record CommandEntry(string Name, string Description, Func<CommandDefinition> Define)
{
    /// <summary>Whether the help leaves it out.</summary>
    public bool Hidden { get; init; }
}

/// <summary>The values that were given for a command's parameters.</summary>
internal sealed class ParsedValues(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
{
    /// <summary>Reads a parameter.</summary>
    /// <exception cref="UsageException">What was given is not such a value.</exception>
    public T Get<T>(Parameter<T> parameter) => parameter.Read(values.TryGetValue(parameter.Name, out var given) ? given : []);
}
