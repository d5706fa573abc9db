using Cocona.Command;
using Cocona.Help;
using Cocona.Help.DocumentModel;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// The help of a command. Cocona's own repeats every option in its first line, numbers the arguments, and doesn't tell an argument
/// that may be left out from one that is needed.
/// </summary>
internal sealed class CommandHelp(ICoconaCommandHelpProvider inner, string program) : ICoconaCommandHelpProvider
{
    public HelpMessage CreateCommandHelp(CommandDescriptor command, IReadOnlyList<CommandDescriptor> subCommandStack)
    {
        var usage = string.Join(' ', [program, command.Name, .. command.Arguments.Select(ArgumentLabel), "[OPTIONS]"]);
        var help = new HelpMessage(
            new HelpSection(HelpSectionId.Usage, new HelpUsage($"Usage: {usage}")),
            new HelpSection(HelpSectionId.Description, new HelpDescription(command.Description)));
        Add(help, HelpSectionId.Arguments, "Arguments:", command.Arguments.Select(argument => (ArgumentLabel(argument), argument.Description)));
        Add(help, HelpSectionId.Options, "Options:", [
            .. command.Options.Where(option => !option.IsHidden).Select(option => (OptionLabel(option), OptionDescription(option))),
            .. command.OptionLikeCommands.Select(option => (SwitchLabel(option), option.Description)),
        ]);
        return help;
    }

    public HelpMessage CreateCommandsIndexHelp(CommandCollection commandCollection, IReadOnlyList<CommandDescriptor> subCommandStack) =>
        inner.CreateCommandsIndexHelp(commandCollection, subCommandStack);

    public HelpMessage CreateVersionHelp() => inner.CreateVersionHelp();

    private static void Add(HelpMessage help, string id, string heading, IEnumerable<(string Label, string Description)> items)
    {
        HelpLabelDescriptionListItem[] list = [.. items.Select(item => new HelpLabelDescriptionListItem(item.Label, item.Description))];
        if (list.Length > 0)
        {
            help.Children.Add(new HelpSection(id, new HelpHeading(heading), new HelpSection(new HelpLabelDescriptionList(list))));
        }
    }

    private static string ArgumentLabel(CommandArgumentDescriptor argument) =>
        argument.IsEnumerableLike ? $"[{argument.Name}…]" : argument.IsRequired ? argument.Name : $"[{argument.Name}]";

    private static string OptionLabel(CommandOptionDescriptor option) =>
        option.OptionType == typeof(bool) ? $"--{option.Name}"
        : option.ValueName.StartsWith('[') ? $"--{option.Name}{option.ValueName}"
        : $"--{option.Name} <{option.ValueName}>{(option.IsEnumerableLike ? "..." : "")}";

    private static string OptionDescription(CommandOptionDescriptor option) =>
        option.IsRequired ? $"{option.Description} (Required)"
        : option.DefaultValue.Value is string value ? $"{option.Description} (Default: {value})"
        : option.Description;

    private static string SwitchLabel(CommandOptionLikeCommandDescriptor option) =>
        string.Concat(option.ShortName.Select(letter => $"-{letter}, ")) + $"--{option.Name}";
}
