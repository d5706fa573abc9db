using System.Globalization;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace IntegrationFramework.Sinks;

/// <summary>A place in a file that grows, and what is known of its surroundings: how a receipt names it.</summary>
/// <param name="Offset">How many bytes are before it.</param>
/// <param name="Fingerprint">What those before it are known again by; empty where there are none.</param>
/// <param name="End">Where the records that are added there will end; <see langword="null"/> where nobody knows yet.</param>
internal readonly record struct FilePosition(long Offset, string Fingerprint, long? End = null)
{
    /// <summary>How much before an offset is compared, to know the file again.</summary>
    public const int FingerprintLength = 64 * 1024;

    private const string NoFingerprint = "-";

    /// <summary>Names a place in a file.</summary>
    public static FilePosition At(SafeFileHandle file, long offset, long? end = null) => new(offset, FingerprintAt(file, offset), end);

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static FilePosition Parse(string text)
    {
        var parts = text.Split(' ');
        return new FilePosition(
            Number(parts[0]),
            parts.Length > 1 && parts[1] != NoFingerprint ? parts[1] : "",
            parts.Length > 2 ? Number(parts[2]) : null);
    }

    /// <summary>Whether the file still holds the same before this place.</summary>
    public bool IsIn(SafeFileHandle file) => Fingerprint == FingerprintAt(file, Offset);

    public override string ToString() =>
        (Offset, End) switch
        {
            (0, null) => "0",
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{Offset} {Fingerprint}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Offset} {(Fingerprint.Length == 0 ? NoFingerprint : Fingerprint)} {End}"),
        };

    private static string FingerprintAt(SafeFileHandle file, long offset)
    {
        if (offset == 0)
        {
            return "";
        }

        var bytes = new byte[Math.Min(FingerprintLength, offset)];
        var read = RandomAccess.Read(file, bytes, offset - bytes.Length);
        return Convert.ToHexStringLower(XxHash128.Hash(bytes.AsSpan(0, read)));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
