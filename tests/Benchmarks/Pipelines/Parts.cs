using System.Globalization;
using IntegrationFramework.Generated;
using IntegrationFramework.Registration;
using Pipelines.Generated;

namespace Pipelines;

/// <summary>The same rows in many files, each with an integration of its own: what grows with the number of integrations.</summary>
internal static class Parts
{
    /// <summary>Writes the files <c>part_0001.csv</c> and so on.</summary>
    public static void Write(int count, long rows)
    {
        for (var part = 1; part <= count; part++)
        {
            OrderFile.Write(Name(part) + ".csv", (rows * part / count) - (rows * (part - 1) / count));
        }
    }

    /// <summary>The loop written by hand over all of them, as many at once as there are processors.</summary>
    public static void Loop(int count) => Parallel.For(
        1,
        count + 1,
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        part => HandWrittenLoop.Run(Name(part) + ".csv", Name(part) + ".jsonl"));

    /// <summary>An integration for each file.</summary>
    public static IntegrationRegistry Register(int count)
    {
        var whole = (IntegrationDescriptor<Order, Order>)HostRegistry.Create().Integrations.Single(integration => integration.Name == "csv_to_jsonl");
        var registry = new IntegrationRegistry();
        for (var part = 1; part <= count; part++)
        {
            var name = Name(part);
            registry.Add(new IntegrationDescriptor<Order, Order>(
                name, static (_, settings) => new CsvToJsonl(CsvToJsonlSettingsBinder.Bind(settings)), () => whole.RawSchema, () => whole.OutputSchema)
            {
                Metadata = whole.Metadata,
                SettingsFactory = () => whole.Settings,
                Files =
                [
                    new(CompiledFileKind.Config, $"integrations/{name}/config.yaml", $"deliver: [{{ jsonl: {{ path: {name}.jsonl }} }}]\nsettings: {{ file: {name}.csv }}\n"),
                ],
            });
        }

        return registry;
    }

    private static string Name(int part) => "part_" + part.ToString("D4", CultureInfo.InvariantCulture);
}
