using System.Text;
using System.Text.Json;
using IntegrationFramework.Security;

namespace Vendors.Http;

/// <summary>Masks the values of secret names in JSON, and leaves every other character as it is.</summary>
internal static class JsonMask
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowMultipleValues = true, MaxDepth = 512 };

    /// <param name="json">JSON, the beginning of it, or something that only looks like it.</param>
    public static string Apply(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var result = new StringBuilder(json.Length);
        var copied = 0;
        var isSecret = false;
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(Lenient));
        try
        {
            while (reader.Read())
            {
                if (isSecret && reader.TokenType is (JsonTokenType.String or JsonTokenType.Number))
                {
                    result.Append(Encoding.UTF8.GetString(text, copied, (int)reader.TokenStartIndex - copied)).Append('"').Append(Redactor.Mask).Append('"');
                    copied = (int)reader.BytesConsumed;
                }

                isSecret = reader.TokenType == JsonTokenType.PropertyName && SensitiveNames.IsMember(reader.GetString()!);
            }
        }
        catch (JsonException)
        {
            // No JSON from here on; what was read so far was.
        }

        // A secret value that was cut off, or isn't JSON, goes with all that follows it.
        return isSecret
            ? result.Append(Encoding.UTF8.GetString(text, copied, (int)reader.BytesConsumed - copied)).Append(Redactor.Mask).ToString()
            : result.Append(Encoding.UTF8.GetString(text, copied, text.Length - copied)).ToString();
    }
}
