using System.Text.Json;
using IntegrationFramework.Records;

namespace Framework.Tests.Records;

public class JsonRecordWriterTests
{
    [Test]
    public async Task ToJson_EveryKindOfField_WritesIt()
    {
        var json = JsonRecordWriter.ToJson(Everything.Schema, new Everything { Text = "é \"<&>\" \u0007", Nested = new Everything { Text = null, Real = double.NaN } });
        await Assert.That(json).StartsWith(
            """{"text":"é \"<&>\" \u0007","flag":true,"whole":-42,"real":1.5,"money":12.30,"day":"2026-01-31","moment":"2026-01-31T12:30:00.25+02:00","span":"01:02:03","nested":{"text":null,"flag":true,"whole":-42,"real":"NaN",""");
        await Assert.That(json).EndsWith(""" "tags":["a","no"],"rates":{"EUR":1,"x y":0.25},"matrix":[[1,2],[]],"children":[]}""".TrimStart());
        using var document = JsonDocument.Parse(json);
        await Assert.That(document.RootElement.GetProperty("matrix").GetArrayLength()).IsEqualTo(2);
    }
}
