using System.Reflection;
using Cocona;
using Cocona.Application;
using Cocona.Command;
using Cocona.Command.Binder;
using Cocona.Command.Dispatcher;
using Cocona.Command.Dispatcher.Middlewares;
using Cocona.Command.Features;
using Cocona.CommandLine;
using Cocona.Help;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// The one place that knows Cocona. Its parser, matcher, resolver, dispatcher and help are put together by hand: its host, its
/// reflection over command classes and its type conversion cost four times the start-up and don't survive NativeAOT. A command's
/// descriptor is made only when the command is named; every command is invoked through one method with one argument.
/// </summary>
internal sealed class CoconaFrontEnd(IReadOnlyList<CommandEntry> entries, CommandEnvironment environment)
{
    private const string Program = "ifw";

    private static readonly MethodInfo InvokeMethod = typeof(Invocation).GetMethod(nameof(Invocation.InvokeAsync))!;

    private readonly CoconaAppContextAccessor _context = new();

    /// <summary>Runs the command that the arguments name.</summary>
    /// <exception cref="UsageException">The arguments make no sense.</exception>
    public ValueTask<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var rewritten = ArgumentRewriter.HelpOption(ArgumentRewriter.CommandFirst(arguments));
        var named = rewritten.Count > 0 ? Find(rewritten[0]) : null;
        CommandDescriptor[] commands;
        if (named is null)
        {
            commands = [.. entries.Select(entry => Describe(entry, definition: null)), DescribeHelp(), DescribePrimary()];
        }
        else
        {
            var definition = named.Define();
            rewritten = ArgumentRewriter.Explicit(rewritten, definition);
            commands = [Describe(named, definition), DescribePrimary()];
        }

        var resolver = new CoconaCommandResolver(new CoconaCommandLineParser(), new CoconaCommandMatcher());
        CommandResolverResult resolved;
        try
        {
            resolved = resolver.ParseAndResolve(new CommandCollection(commands), rewritten);
        }
        catch (CommandNotFoundException error)
        {
            throw new UsageException($"There is no command '{error.Command}'."
                + DidYouMean(error.Command, entries.Where(entry => !entry.Hidden).Select(entry => entry.Name).Append(ArgumentRewriter.Help)) + " 'ifw --help' lists them.");
        }

        return DispatchAsync(resolved, cancellationToken);
    }

    /// <summary>What Cocona's dispatcher does for a command that has a target, without its search for constructors.</summary>
    private ValueTask<int> DispatchAsync(CommandResolverResult resolved, CancellationToken cancellationToken)
    {
        var command = resolved.MatchedCommand!;
        _context.Current = new CoconaAppContext(command, cancellationToken);
        _context.Current.Features.Set<ICoconaCommandFeature>(
            new CoconaCommandFeature(resolved.CommandCollection, command, resolved.SubCommandStack!, command.Target));
        RefuseWhatIsLeft(command, resolved.ParsedCommandLine!);
        return new CoconaCommandInvokeMiddleware(static _ => new ValueTask<int>(ExitCode.Ok), new Binder(cancellationToken))
            .DispatchAsync(new CommandDispatchContext(command, resolved.ParsedCommandLine!, command.Target, cancellationToken));
    }

    private CommandEntry? Find(string name) =>
        entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));

    private CommandDescriptor Describe(CommandEntry entry, CommandDefinition? definition)
    {
        CommandOptionDescriptor[] options = [.. (definition?.Options ?? []).Select(DescribeOption)];
        CommandArgumentDescriptor[] arguments = [.. (definition?.Arguments ?? []).Select(DescribeArgument)];
        var invocation = new Invocation((values, _) => definition!.Invoke(values, environment));
        return Describe(invocation, entry.Name, entry.Description, options, arguments, [HelpOption()], entry.Hidden ? CommandFlags.Hidden : default);
    }

    private CommandDescriptor DescribePrimary()
    {
        var help = new Invocation((_, _) => ShowHelp(wholeProgram: true));
        var version = new CommandOptionLikeCommandDescriptor("version", [], Describe(
            new Invocation((_, _) => ShowVersion()), "version", "Shows the version.", [], [], [], CommandFlags.IgnoreUnknownOptions), default);
        return Describe(help, Program, "Runs data integrations.", [], [], [HelpOption(), version], CommandFlags.Primary);
    }

    /// <summary>Stands in the list of commands; <see cref="ArgumentRewriter.HelpOption"/> makes the option of it before it is invoked.</summary>
    private CommandDescriptor DescribeHelp() => Describe(
        new Invocation((_, _) => ShowHelp(wholeProgram: true)), ArgumentRewriter.Help, "Shows the help of a command.", [], [], [], default);

    private CommandOptionLikeCommandDescriptor HelpOption() => new("help", ['h'], Describe(
        new Invocation((_, _) => ShowHelp(wholeProgram: false)), "help", "Shows this help.", [], [], [], CommandFlags.IgnoreUnknownOptions), default);

    private static CommandDescriptor Describe(
        Invocation invocation,
        string name,
        string description,
        CommandOptionDescriptor[] options,
        CommandArgumentDescriptor[] arguments,
        CommandOptionLikeCommandDescriptor[] optionLikeCommands,
        CommandFlags flags) =>
        new(InvokeMethod, invocation, name, [], description, [], [.. options, .. arguments], options, arguments, [], optionLikeCommands, flags, null);

    private static CommandOptionDescriptor DescribeOption(Parameter option) => new(
        option.Arity switch { Arity.Flag => typeof(bool), Arity.Many => typeof(string[]), _ => typeof(string) },
        option.Name,
        [],
        option.Description,
        option.Required ? CoconaDefaultValue.None : new CoconaDefaultValue(option.Default),
        option.Arity == Arity.OptionalValue ? $"[={option.ValueName}]" : option.ValueName,
        option.Hidden ? CommandOptionFlags.Hidden : CommandOptionFlags.None,
        []);

    private static CommandArgumentDescriptor DescribeArgument(Parameter argument, int order) => new(
        argument.Arity == Arity.Many ? typeof(string[]) : typeof(string),
        argument.Name,
        order,
        argument.Description,
        argument.Required ? CoconaDefaultValue.None : new CoconaDefaultValue(null),
        []);

    private ValueTask<int> ShowHelp(bool wholeProgram)
    {
        var builder = new CoconaHelpMessageBuilder(
            _context,
            new CommandHelp(new CoconaCommandHelpProvider(new ProgramMetadata(), new NoServices()), Program),
            new CoconaHelpRenderer(),
            new NoMoreCommands());
        environment.Output.Write(wholeProgram ? builder.BuildAndRenderForCurrentCommand() : builder.BuildAndRenderForCurrentContext());
        return new ValueTask<int>(ExitCode.Ok);
    }

    private ValueTask<int> ShowVersion()
    {
        environment.Output.WriteLine($"{Program} {ProgramVersion.Text}");
        return new ValueTask<int>(ExitCode.Ok);
    }

    /// <summary>Cocona ignores surplus arguments, and ends with 129 at an unknown option: here both are wrong usage.</summary>
    private static void RefuseWhatIsLeft(CommandDescriptor command, ParsedCommandLine parsed)
    {
        if (command.Flags.HasFlag(CommandFlags.IgnoreUnknownOptions))
        {
            return;
        }

        var name = command.IsPrimaryCommand ? Program : $"{Program} {command.Name}";
        if (parsed.UnknownOptions is [var unknown, ..])
        {
            var option = unknown.Split('=')[0];
            var known = command.Options.Where(option => !option.IsHidden).Select(option => option.Name)
                .Concat(command.OptionLikeCommands.Select(option => option.Name));
            var dashes = option.Length == 1 ? "-" : "--";
            throw new UsageException($"{name} has no option '{dashes}{option}'.{DidYouMean(option, known, "--")} '{name} --help' lists them.");
        }

        var given = parsed.Arguments;
        if (given.Count > command.Arguments.Count && !command.Arguments.Any(argument => argument.IsEnumerableLike))
        {
            throw new UsageException($"{name} takes no argument '{given[command.Arguments.Count].Value}'. '{name} --help' shows what it takes.");
        }
    }

    private static string DidYouMean(string name, IEnumerable<string> candidates, string prefix = "") =>
        Configuration.Rules.Suggestion.Closest(name, candidates) is { } closest ? $" Did you mean '{prefix}{closest}'?" : "";

    /// <summary>What every descriptor's method is: Cocona calls it by reflection, with what the binder below makes.</summary>
    private sealed class Invocation(Func<ParsedValues, CancellationToken, ValueTask<int>> invoke)
    {
        public ValueTask<int> InvokeAsync(ParsedValues values, CancellationToken cancellationToken) => invoke(values, cancellationToken);
    }

    /// <summary>Gathers the values under their parameters' names; the typed parameters read them.</summary>
    private sealed class Binder(CancellationToken cancellationToken) : ICoconaParameterBinder
    {
        public object?[] Bind(CommandDescriptor command, IReadOnlyList<CommandOption> options, IReadOnlyList<CommandArgument> arguments)
        {
            var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var option in options)
            {
                Add(option.Option.Name, option.Value ?? throw new UsageException($"--{option.Option.Name} needs a value."));
            }

            // Help and version take no arguments, and pass over those that are there.
            for (var i = 0; i < arguments.Count && command.Arguments.Count > 0; i++)
            {
                Add(command.Arguments[Math.Min(i, command.Arguments.Count - 1)].Name, arguments[i].Value);
            }

            foreach (var argument in command.Arguments.Where(argument => argument.IsRequired && !values.ContainsKey(argument.Name)))
            {
                throw new UsageException($"{Program} {command.Name} needs an argument: {argument.Name}.");
            }

            foreach (var option in command.Options.Where(option => option.IsRequired && !values.ContainsKey(option.Name)))
            {
                throw new UsageException($"{Program} {command.Name} needs --{option.Name}.");
            }

            return [new ParsedValues(values), cancellationToken];

            void Add(string name, string value)
            {
                if (!values.TryGetValue(name, out var list))
                {
                    values.Add(name, list = new List<string>());
                }

                ((List<string>)list).Add(value);
            }
        }
    }

    /// <summary>Cocona's help asks for a localizer; there is none.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    /// <summary>The help is made from the commands that were described already.</summary>
    private sealed class NoMoreCommands : ICoconaCommandProvider
    {
        public CommandCollection GetCommandCollection() => new([]);
    }

    private sealed class ProgramMetadata : ICoconaApplicationMetadataProvider
    {
        public string GetExecutableName() => Program;

        public string GetVersion() => ProgramVersion.Text;

        public string GetProductName() => Program;

        public string GetDescription() => "";
    }
}
