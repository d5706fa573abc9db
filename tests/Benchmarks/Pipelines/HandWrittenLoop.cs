using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace Pipelines;

/// <summary>What somebody would write who has this one file to turn into JSON Lines, and cares for speed.</summary>
internal static class HandWrittenLoop
{
    private const int Chunk = 64 * 1024;

    public static void Run(string input, string output)
    {
        using var reader = CsvReader.FromFile(input, new CsvReaderOptions());
        reader.ReadHeader();
        var mapper = CsvRecordMapper.Create<Order>(reader);
        using var file = new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new ArrayBufferWriter<byte>(Chunk * 2);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        while (reader.Read())
        {
            Write(json, reader.GetRecord(mapper));
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= Chunk)
            {
                file.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        file.Write(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, order.Id);
        json.WriteString("customer"u8, order.Customer);
        json.WriteString("email"u8, order.Email);
        json.WriteNumber("amount"u8, order.Amount);
        json.WriteString("ordered_at"u8, order.OrderedAt);
        json.WriteBoolean("is_paid"u8, order.IsPaid);
        json.WriteString("note"u8, order.Note);
        json.WriteEndObject();
    }
}
