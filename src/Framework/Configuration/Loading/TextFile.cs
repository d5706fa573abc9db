using System.Text;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.IO;

namespace IntegrationFramework.Configuration;

/// <summary>A file's text, or why it can't be read.</summary>
/// <param name="Text">The text, or <see langword="null"/> where there is no file or it can't be read.</param>
/// <param name="Problem">Why it can't be read; <see langword="null"/> where it can or isn't there.</param>
internal readonly record struct TextFile(string? Text, ConfigDiagnostic? Problem)
{
    // Four bytes are the most that a character takes.
    private const int MaxBytes = 4 * CheckOptions.DefaultMaxLength;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of UTF-8.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="shown">Its path as diagnostics show it.</param>
    /// <param name="id">The id of what is reported.</param>
    public static TextFile Read(string path, string shown, string id = RuleIds.Unreadable)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                return Failed(shown, id, 1, 1, "this is a folder; a file is needed here");
            }

            var file = new FileInfo(path);
            var kind = FileKinds.Of(path);
            if (kind == FileKind.Forbidden)
            {
                // To the system such a file isn't there, and what it was to replace must not count in its stead unnoticed.
                return Failed(shown, id, 1, 1, Forbidden(path));
            }

            if (!file.Exists)
            {
                return default;
            }

            if (FileKinds.OtherThanFile(kind) is { } other)
            {
                // The usual way to hide an .env from a container is to lay /dev/null over it.
                return id == RuleIds.BadDotEnv && kind == FileKind.NullDevice ? new TextFile("", null)
                    : Failed(shown, id, 1, 1, $"this is {other}; only a regular file is read here");
            }

            if (file.Length > MaxBytes)
            {
                return Failed(shown, id, 1, 1, $"the file has {file.Length:N0} bytes, more than any configuration needs");
            }

            // Not longer than that even where it has grown since, or where the system gives no length, as in /proc.
            if (ReadAtMost(path, MaxBytes) is not { } read)
            {
                return Failed(shown, id, 1, 1, $"the file has more than {MaxBytes:N0} bytes, more than any configuration needs");
            }

            bytes = read;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // A link whose target is gone exists, and can't be read: what it was to replace must not count in its stead unnoticed.
            return new FileInfo(path).LinkTarget is null ? default : Failed(shown, id, 1, 1, "this is a symbolic link that leads nowhere");
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(shown, id, 1, 1, "this user may not read the file; give it the right to");
        }
        catch (IOException error)
        {
            return Failed(shown, id, 1, 1, $"the file can't be read: {FileError.Reason(error)}");
        }

        try
        {
            return new TextFile(Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException error)
        {
            var good = bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length));
            var line = good.Count((byte)'\n') + 1;
            var column = Encoding.UTF8.GetCharCount(good[(good.LastIndexOf((byte)'\n') + 1)..]) + 1;
            return Failed(shown, id, line, column, "the file isn't UTF-8 from here on; save it as UTF-8");
        }
    }

    /// <summary>The file of a folder that there isn't, but something in its place.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="shown">Its path as diagnostics show it.</param>
    public static TextFile NoFolder(string path, string shown) => Failed(
        shown,
        RuleIds.Unreadable,
        1,
        1,
        FileKinds.Of(path) == FileKind.Forbidden ? Forbidden(path)
            : new FileInfo(path).LinkTarget is null ? "this is a file; a folder is needed here"
            : "this is a symbolic link that leads nowhere");

    private static string Forbidden(string path) => $"it can't be looked for: the permissions of {Path.GetDirectoryName(path)} forbid it to this user";

    private static byte[]? ReadAtMost(string path, int limit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[Math.Min(file.Length, limit) + 1];
        var count = 0;
        for (var read = -1; read != 0 && count <= limit; count += read)
        {
            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(Math.Max(bytes.Length * 2, 4096), limit + 1));
            }

            read = file.Read(bytes, count, bytes.Length - count);
        }

        return count > limit ? null : bytes[..count];
    }

    private static TextFile Failed(string shown, string id, int line, int column, string message) =>
        new(null, new ConfigDiagnostic(id, ConfigSeverity.Error, shown, 0, 0, line, column, message));
}
