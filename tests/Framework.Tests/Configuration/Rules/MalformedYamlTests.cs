using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class MalformedYamlTests
{
    private static readonly ValueSchema Text = new(ValueKind.String);

    private static readonly MapSchema Settings = new(
        new KeySchema("city", Text),
        new KeySchema("country", Text),
        new KeySchema("tags", new ValueSchema(ValueKind.List) { Item = Text }),
        new KeySchema("options", new ValueSchema(ValueKind.Dictionary) { Item = Text }));

    [Test]
    [MethodDataSource(typeof(MalformedDocuments), nameof(MalformedDocuments.All))]
    public async Task Check_MalformedDocument_SaysWhatIsWrongAtItsPlace(MalformedDocument document)
    {
        var file = ConfigRules.Check("config.yaml", document.Text, ConfigFileKind.Config, Settings, CheckOptions.Default);

        await Assert.That(string.Join('\n', file.Diagnostics))
            .IsEqualTo($"config.yaml({document.Line},{document.Column}): error {document.Id}: {document.Message}");
    }

    [Test]
    [MethodDataSource(typeof(MalformedDocuments), nameof(MalformedDocuments.All))]
    public async Task Check_MalformedMetadata_HasTheIdsOfMetadata(MalformedDocument document)
    {
        var file = ConfigRules.Check("metadata.yaml", document.Text, ConfigFileKind.Metadata, MapSchema.Empty, CheckOptions.Default);

        var expected = document.Id == "IFW0101" ? "IFW0201" : "IFW0211";
        await Assert.That(file.Diagnostics.Count(d => d.Id == expected && d.Line == document.Line && d.Column == document.Column)).IsEqualTo(1);
    }

    [Test]
    public async Task All_MalformedDocuments_AreManyAndDiffer()
    {
        var texts = MalformedDocuments.All().Select(document => document.Text).ToList();

        await Assert.That(texts.Count).IsGreaterThanOrEqualTo(60);
        await Assert.That(texts.Distinct().Count()).IsEqualTo(texts.Count);
    }
}
