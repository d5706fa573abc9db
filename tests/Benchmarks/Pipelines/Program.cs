// pipelines make ROWS FILE       writes a CSV file of made-up orders
// pipelines loop INPUT OUTPUT    CSV to JSON Lines, written by hand
// pipelines run csv_to_jsonl     the same through the engine; all of ifw's commands are there
using System.Globalization;
using Pipelines;

switch (args)
{
    case ["make", var rows, var file]:
        OrderFile.Write(file, long.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    case ["loop", var input, var output]:
        HandWrittenLoop.Run(input, output);
        return 0;
    default:
        return IntegrationFramework.Cli.CommandLineHost.Run(args, IntegrationFramework.Generated.HostRegistry.Create);
}
