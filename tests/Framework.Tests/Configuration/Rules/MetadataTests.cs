using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class MetadataTests
{
    private const string Good = """
        version: 1.2.3-rc.1+build.5
        tags: [weather, news]
        description: Weather and news
        business_contact: weather@example.com
        technical_contact: team@example.com
        last_updated: 2026-01-31
        """;

    [Test]
    public async Task Check_GoodMetadata_SaysNothing()
    {
        await Assert.That(Rulebook.CheckMetadata(Good)).IsEqualTo("");
    }

    [Test]
    [Arguments("tags: [a]", "(1,1): error IFW0203: missing key 'version': add a version such as 1.2.3")]
    [Arguments("version: 1.0.0", "(1,1): error IFW0203: missing key 'tags': add a list")]
    [Arguments("version: 1.0.0\ntags: [a]\ntag: b", "(3,1): error IFW0202: unknown key 'tag'; did you mean 'tags'?")]
    [Arguments("version: 1.0.0\ntags: a", "(2,7): error IFW0204: 'tags' takes a list, not 'a'")]
    [Arguments("version: 1.0.0\ntags: [a]\nversion: 2.0.0", "(3,1): error IFW0205: duplicate key 'version'; the first is in line 1")]
    [Arguments("version: 1.0\ntags: [a]", "(1,10): error IFW0206: 'version' takes a version such as 1.2.3, not '1.0'")]
    [Arguments("version: v1.0.0\ntags: [a]", "(1,10): error IFW0206: 'version' takes a version such as 1.2.3, not 'v1.0.0'")]
    [Arguments("version: 01.0.0\ntags: [a]", "(1,10): error IFW0206: 'version' takes a version such as 1.2.3, not '01.0.0'")]
    [Arguments("version: 1.0.0-01\ntags: [a]", "(1,10): error IFW0206: 'version' takes a version such as 1.2.3, not '1.0.0-01'")]
    [Arguments("version: 1.0.0\ntags: [two words]", "(2,8): error IFW0207: 'tags[0]' takes a tag of letters, digits and - _ . / :, not 'two words'")]
    [Arguments("version: 1.0.0\ntags: [a]\nbusiness_contact: nobody", "(3,19): error IFW0208: 'business_contact' takes an e-mail address such as team@example.com, not 'nobody'")]
    [Arguments("version: 1.0.0\ntags: [a]\nlast_updated: yesterday", "(3,15): error IFW0209: 'last_updated' takes a date such as 2026-01-31, not 'yesterday'")]
    [Arguments("version: ~\ntags: [a]", "(1,10): error IFW0210: 'version' can't be null: give a version such as 1.2.3")]
    [Arguments("version: [a", "(1,12): error IFW0201: a ',' or ']' is missing here")]
    public async Task Check_WrongMetadata_SaysWhatIsNeeded(string text, string expected)
    {
        await Assert.That(Rulebook.CheckMetadata(text)).IsEqualTo("c.yaml" + expected);
    }

    [Test]
    public async Task Check_DollarBrace_IsTextInMetadata()
    {
        await Assert.That(Rulebook.CheckMetadata("version: 1.0.0\ntags: [a]\ndescription: costs ${5")).IsEqualTo("");
    }

    [Test]
    [Arguments("1.0.0", true)]
    [Arguments("0.0.4", true)]
    [Arguments("1.0.0-alpha.1", true)]
    [Arguments("1.0.0-0A.is.legal", true)]
    [Arguments("1.0.0--", true)]
    [Arguments("1.0.0+001", true)]
    [Arguments("99999999999999999999.0.0", true)]
    [Arguments("1.0.0-", false)]
    [Arguments("1.0.0+", false)]
    [Arguments("1.0.0-a..b", false)]
    [Arguments("1.0.0-é", false)]
    [Arguments("1.2.3.4", false)]
    [Arguments("1..0", false)]
    [Arguments("", false)]
    public async Task IsSemVer_Text_FollowsVersion2OfTheSpecification(string text, bool expected)
    {
        await Assert.That(TextFormat.IsSemVer(text)).IsEqualTo(expected);
    }

    [Test]
    public async Task Read_GoodMetadata_GivesItsValues()
    {
        var root = ConfigRules.Check("m.yaml", Good, ConfigFileKind.Metadata, MapSchema.Empty, CheckOptions.Default).Root!;

        await Assert.That(MetadataReader.Read(root)).IsEqualTo(new MetadataValues
        {
            Version = "1.2.3-rc.1+build.5",
            Tags = new EquatableArray<string>(["weather", "news"]),
            Description = "Weather and news",
            BusinessContact = "weather@example.com",
            TechnicalContact = "team@example.com",
            LastUpdated = "2026-01-31",
        });
    }
}
