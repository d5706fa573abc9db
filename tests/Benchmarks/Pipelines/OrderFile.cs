using System.Globalization;
using System.Text;

namespace Pipelines;

/// <summary>Makes the input: the same rows every time, some with quotes, separators and letters beyond ASCII.</summary>
internal static class OrderFile
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string path, long rows)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20);
        writer.NewLine = "\n";
        writer.WriteLine("Id,Customer,Email,Amount,OrderedAt,IsPaid,Note");
        for (long id = 1; id <= rows; id++)
        {
            var customer = id * 2654435761 % 250_000;
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{id},Customer {customer},customer.{customer}@example.com,{customer % 99_999 / 100m:0.00},{Begin.AddSeconds(id * 7):yyyy-MM-ddTHH:mm:ssZ},{(id % 3 == 0 ? "false" : "true")},{Note(id)}"));
        }
    }

    private static string Note(long id) => (id % 10) switch
    {
        0 => "\"leave it at the \"\"blue\"\" door, please\"",
        1 => "Grüße an die Nachbarn",
        2 or 3 => "",
        _ => "to be delivered between nine and eleven o'clock",
    };
}
