// pipelines make ROWS FILE       writes a CSV file of made-up orders
// pipelines loop INPUT OUTPUT    CSV to JSON Lines, written by hand
// pipelines run csv_to_jsonl     the same through the engine; all of ifw's commands are there
// pipelines run bulk_upload      made-up accounts by Salesforce's Bulk API: tests/Benchmarks/upload.sh
// pipelines parts N make ROWS    as many rows in N files
// pipelines parts N loop         the loop over all of them
// pipelines parts N run          an integration for each; all of ifw's commands are there
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
    case ["parts", var parts, "make", var rows]:
        Parts.Write(int.Parse(parts, CultureInfo.InvariantCulture), long.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    case ["parts", var parts, "loop"]:
        Parts.Loop(int.Parse(parts, CultureInfo.InvariantCulture));
        return 0;
    case ["parts", var parts, .. var command]:
        return IntegrationFramework.Cli.CommandLineHost.Run(command, () => Parts.Register(int.Parse(parts, CultureInfo.InvariantCulture)));
    default:
        return IntegrationFramework.Cli.CommandLineHost.Run(args, IntegrationFramework.Generated.HostRegistry.Create);
}
