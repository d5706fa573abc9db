namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// Brings the arguments into a form that Cocona's parser reads as they were meant: it has no options whose value may be left out, takes
/// <c>--flag=anything</c> for false, and expects the command's name first.
/// </summary>
internal static class ArgumentRewriter
{
    /// <summary>The command that shows the help.</summary>
    public const string Help = "help";

    private const string Root = "--root";

    /// <summary>Moves options that every command has and that stand before the command's name behind it; without a command they go.</summary>
    /// <exception cref="UsageException">An option's value is missing.</exception>
    public static IReadOnlyList<string> CommandFirst(string[] arguments)
    {
        var i = 0;
        while (i < arguments.Length)
        {
            var argument = arguments[i];
            if (argument == Root)
            {
                i += 2;
            }
            else if (argument == "--verbose" || argument.StartsWith("--verbose=", StringComparison.Ordinal) || argument.StartsWith("--root=", StringComparison.Ordinal))
            {
                i++;
            }
            else
            {
                break;
            }
        }

        if (i > arguments.Length)
        {
            throw new UsageException($"{Root} needs a value.");
        }

        return i == arguments.Length ? []
            : i == 0 || arguments[i].StartsWith('-') ? arguments
            : [arguments[i], .. arguments[..i], .. arguments[(i + 1)..]];
    }

    /// <summary>Turns <c>help</c> into <c>--help</c>, and <c>help run</c> and <c>--help run</c> into <c>run --help</c>.</summary>
    /// <exception cref="UsageException">Help is asked for on more than one command.</exception>
    public static IReadOnlyList<string> HelpOption(IReadOnlyList<string> arguments)
    {
        if (arguments is ["--help" or "-h", [not '-', ..] asked, ..])
        {
            return HelpOf(asked);
        }

        if (arguments.Count == 0 || !IsHelp(arguments[0]))
        {
            return arguments;
        }

        return arguments.Where((argument, i) => i > 0 && !argument.StartsWith('-') && arguments[i - 1] != Root).ToArray() switch
        {
            [] => ["--help"],
            [var command] => HelpOf(command),
            [_, var surplus, ..] => throw new UsageException($"ifw help takes one command, not '{surplus}' as well."),
        };
    }

    private static IReadOnlyList<string> HelpOf(string command) => IsHelp(command) ? ["--help"] : [command, "--help"];

    private static bool IsHelp(string command) => string.Equals(command, Help, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes out the values that were left out, refuses values that flags don't have, and sets apart what only begins like an option.</summary>
    /// <exception cref="UsageException">A flag has a value that is neither true nor false.</exception>
    public static IReadOnlyList<string> Explicit(IReadOnlyList<string> arguments, CommandDefinition command)
    {
        var rewritten = new List<string>(arguments.Count);
        var texts = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                texts.AddRange(arguments.Skip(i + 1));
                break;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var isOption = i > 0 && argument.StartsWith("--", StringComparison.Ordinal);
            var name = !isOption ? "" : equals < 0 ? argument[2..] : argument[2..equals];

            // No option's name has white space in it: this is SQL that begins with a comment.
            if (name.Any(char.IsWhiteSpace))
            {
                texts.Add(argument);
                continue;
            }

            rewritten.Add(argument);
            if (!isOption)
            {
                continue;
            }

            var option = command.Options.FirstOrDefault(option => option.Name == name);
            switch (option?.Arity)
            {
                case Arity.OptionalValue when equals < 0:
                    rewritten[^1] = $"{argument}={option.ImpliedValue}";
                    break;
                case Arity.Flag when equals >= 0 && argument[(equals + 1)..] is not ("true" or "false"):
                    throw new UsageException($"--{name} is a switch: it takes no value, or true or false.");
                case Arity.Single or Arity.Many when equals < 0 && i + 1 < arguments.Count:
                    rewritten.Add(arguments[++i]);
                    break;
            }
        }

        return texts.Count == 0 ? rewritten : [.. rewritten, "--", .. texts];
    }
}
