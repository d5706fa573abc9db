using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>Answers <c>GET /100</c> with an array of about 100 MB, until its standard input ends. It tells its address first.</summary>
internal static class StreamServer
{
    private const int Megabyte = 1_000_000;

    // After so many the records begin again: they are written beforehand, so that serving takes next to no time.
    private const int Different = 8192;
    private static readonly string[] Titles = ["Cardboard box, 40 × 30 cm", "Pen \"classic\", blue", "Zahnbürste", "Desk lamp", "Coffee, 1 kg", "Straßenkarte"];
    private static readonly string[] Cities = ["London", "Köln", "São Paulo", "Tōkyō", "New York"];

    public static async Task RunAsync()
    {
        var (block, ends) = Write();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/");
        _ = AcceptAsync(listener, block, ends);
        await Console.In.ReadToEndAsync();
    }

    private static async Task AcceptAsync(TcpListener listener, ReadOnlyMemory<byte> block, int[] ends)
    {
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptTcpClientAsync(), block, ends);
        }
    }

    private static async Task AnswerAsync(TcpClient client, ReadOnlyMemory<byte> block, int[] ends)
    {
        using (client)
        {
            var stream = client.GetStream();
            var head = new byte[8192];
            var read = 0;
            while (!head.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
            {
                read += await stream.ReadAsync(head.AsMemory(read));
            }

            var size = long.Parse(Encoding.ASCII.GetString(head, 0, read).Split(' ')[1][1..], CultureInfo.InvariantCulture) * Megabyte;
            var (blocks, rest) = Math.DivRem(size, block.Length);
            var end = ends.First(end => end >= rest);

            // Every record ends with a comma; the closing bracket takes the place of the last one.
            var length = (blocks * block.Length) + end + 1;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n[")));
            for (var i = 0L; i < blocks; i++)
            {
                await stream.WriteAsync(block);
            }

            await stream.WriteAsync(block[..(end - 1)]);
            await stream.WriteAsync("]"u8.ToArray());
        }
    }

    private static (byte[] Block, int[] Ends) Write()
    {
        var block = new MemoryStream();
        var ends = new int[Different];
        using var json = new Utf8JsonWriter(block);
        for (var i = 0; i < Different; i++)
        {
            WriteOrder(json, i);
            json.Flush();
            json.Reset();
            block.WriteByte((byte)',');
            ends[i] = (int)block.Length;
        }

        return (block.ToArray(), ends);
    }

    private static void WriteOrder(Utf8JsonWriter json, int i)
    {
        json.WriteStartObject();
        json.WriteNumber("id", 4_000_000_000 + i);
        json.WriteString("number", string.Create(CultureInfo.InvariantCulture, $"SO-2026-{i:D7}"));
        json.WriteStartObject("customer");
        json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"Customer {i} & Sons"));
        json.WriteString("email", string.Create(CultureInfo.InvariantCulture, $"orders{i}@customer.example"));
        json.WriteString("city", Cities[i % Cities.Length]);
        json.WriteString("country", "GB");
        json.WriteEndObject();
        json.WriteString("ordered_at", DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000 + (i * 37)));
        json.WriteNumber("total", 1.05m * i);
        json.WriteString("currency", "EUR");
        json.WriteBoolean("is_paid", i % 3 > 0);
        if (i % 4 == 0)
        {
            json.WriteString("note", "Leave it with the neighbours, please.\nThe bell doesn't ring.");
        }
        else
        {
            json.WriteNull("note");
        }

        json.WriteStartArray("lines");
        for (var line = 0; line <= i % 5; line++)
        {
            json.WriteStartObject();
            json.WriteString("sku", string.Create(CultureInfo.InvariantCulture, $"A-{(i * 7) + line:D8}"));
            json.WriteString("title", Titles[(i + line) % Titles.Length]);
            json.WriteNumber("quantity", 1 + (line * 3));
            json.WriteNumber("price", 0.35m * (i + line));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
