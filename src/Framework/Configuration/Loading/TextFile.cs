using System.Text;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>A file's text, or why it can't be read.</summary>
/// <param name="Text">The text, or <see langword="null"/> where there is no file or it can't be read.</param>
/// <param name="Problem">Why it can't be read; <see langword="null"/> where it can or isn't there.</param>
internal readonly record struct TextFile(string? Text, ConfigDiagnostic? Problem)
{
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
            if (!file.Exists)
            {
                _ = file.Attributes; // throws where this user may not look, which is no reason to go on as if there were none
                return default;
            }

            // Four bytes are the most that a character takes.
            if (file.Length > 4L * CheckOptions.DefaultMaxLength)
            {
                return Failed(shown, id, 1, 1, $"the file has {file.Length:N0} bytes, more than any configuration needs");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // A link whose target is gone exists, and can't be read: what it was to replace must not count in its stead unnoticed.
            return new FileInfo(path).LinkTarget is null ? default : Failed(shown, id, 1, 1, "this is a symbolic link that leads nowhere");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(shown, id, 1, 1, $"the file can't be read: {error.Message}");
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
        shown, RuleIds.Unreadable, 1, 1, new FileInfo(path).LinkTarget is null ? "this is a file; a folder is needed here" : "this is a symbolic link that leads nowhere");

    private static TextFile Failed(string shown, string id, int line, int column, string message) =>
        new(null, new ConfigDiagnostic(id, ConfigSeverity.Error, shown, 0, 0, line, column, message));
}
