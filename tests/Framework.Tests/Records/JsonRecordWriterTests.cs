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

    [Test]
    [Arguments(0.1f, "0.1")]
    [Arguments(16777216f, "16777216")]
    [Arguments(3.4028235e38f, "3.4028235E+38")]
    [Arguments(float.Epsilon, "1E-45")]
    [Arguments(float.NegativeInfinity, "\"-Infinity\"")]
    public async Task WriteSingle_AnyNumber_HasTheDigitsThatItHas(float value, string expected)
    {
        var json = JsonRecordWriter.ToJson(new MeasureSchema(), new Measure(value));
        await Assert.That(json).IsEqualTo($"{{\"value\":{expected}}}");
    }

    private sealed record Measure(float Value);

    private sealed class MeasureSchema() : RecordSchema<Measure>("Measure", new RecordField("value", FieldKind.Float))
    {
        public override void Write(Measure record, RecordWriter writer) => writer.WriteSingle(Fields[0], record.Value);
    }
}
