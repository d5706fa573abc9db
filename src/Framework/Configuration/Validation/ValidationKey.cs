using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>The fingerprint of everything that an integration's validation depends on.</summary>
/// <remarks>
/// Not a cryptographic hash where nothing is secret: nobody gains by a collision, and those load OpenSSL, which <c>ifw list</c> has no
/// time for. What may hold a secret goes through one first, since the fingerprint is kept in a file.
/// </remarks>
internal sealed class ValidationKey
{
    /// <summary>Changes when the rules do, so that no older result is taken for a new one.</summary>
    private static readonly string RulesVersion = typeof(ValidationKey).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private readonly XxHash128 _hash = new();

    private ValidationKey()
    {
    }

    /// <summary>Computes the fingerprint: texts of all layers, values of the variables in them, schema, columns, root, rules.</summary>
    /// <returns>Hexadecimal; of secrets it tells no more than whether they changed.</returns>
    public static string Of(IntegrationDescriptor descriptor, ConfigurationSources sources, ConfigurationLoader loader)
    {
        var key = new ValidationKey();
        key.Add(RulesVersion);
        key.Add(sources.Root);
        key.Add(descriptor.Name);
        key.Add(descriptor.Folder);
        key.AddSchema(descriptor.Settings);
        key.Add(descriptor.IsIncremental ? "cursor" : "");
        key.Add(descriptor.DeliversToSinks ? "sinks" : "");
        foreach (var sink in descriptor.Sinks)
        {
            key.Add(sink.Name);
            key.AddSchema(sink.Settings);
        }

        foreach (var field in descriptor.OutputSchema.Fields)
        {
            key.Add(field.Name);
            key.Add(field.Kind.ToString());
        }

        key.AddFiles(descriptor, sources, loader);
        foreach (var value in loader.Overrides.For(descriptor.Name))
        {
            key.Add(value.Label);
            key.AddHidden(value.Value);
            key.AddVariables(value.Value, sources.Variables);
        }

        foreach (var name in loader.ExampleNames ?? ["(no .env.example)"])
        {
            key.Add(name);
        }

        return Convert.ToHexStringLower(key._hash.GetCurrentHash());
    }

    private void AddFiles(IntegrationDescriptor descriptor, ConfigurationSources sources, ConfigurationLoader loader)
    {
        string[] names = sources.Environment is { } environment
            ? ["metadata.yaml", "config.yaml", $"config.{environment}.yaml"]
            : ["metadata.yaml", "config.yaml"];
        foreach (var name in names)
        {
            var own = loader.Files.Own(descriptor, name);
            Add(name);
            Add(own.Problem?.ToString() ?? "");
            AddText(own.Text, sources.Variables);
        }

        foreach (var file in descriptor.Files)
        {
            Add(file.Path);
            AddText(file.Text, sources.Variables);
        }
    }

    /// <summary>Adds a text with the value of every variable that it names.</summary>
    private void AddText(string? text, IReadOnlyDictionary<string, string> variables)
    {
        Add(text);
        AddVariables(text, variables);
    }

    private void AddVariables(string? text, IReadOnlyDictionary<string, string> variables)
    {
        for (var i = text?.IndexOf("${", StringComparison.Ordinal) ?? -1; i >= 0; i = text!.IndexOf("${", i + 2, StringComparison.Ordinal))
        {
            var end = i + 2;
            while (end < text!.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            AddHidden(variables.GetValueOrDefault(text[(i + 2)..end]));
        }
    }

    private void AddHidden(string? value) => Add(value is null ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value))));

    private void AddSchema(MapSchema schema)
    {
        foreach (var key in schema.Keys)
        {
            Add(key.Name);
            Add(key.Required ? "required" : "");
            Add(key.Obsolete);
            AddSchema(key.Value);
        }

        Add("}");
    }

    private void AddSchema(ValueSchema value)
    {
        Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Kind},{value.Nullable},{value.MinExclusive},{value.MaxExclusive},{value.MinLength},{value.MaxLength},{value.IsUrl},{value.IsEmail},{value.IsFilled},{value.IsSingle}"));
        Add(value.Min);
        Add(value.Max);
        Add(value.Pattern);
        foreach (var name in value.Names)
        {
            Add(name);
        }

        if (value.Item is not null)
        {
            AddSchema(value.Item);
        }

        if (value.Map is not null)
        {
            AddSchema(value.Map);
        }
    }

    /// <summary>Adds a text behind its length, so that no two lists of texts look alike.</summary>
    private void Add(string? text)
    {
        _hash.Append(BitConverter.GetBytes(text is null ? -1 : Encoding.UTF8.GetByteCount(text)));
        _hash.Append(Encoding.UTF8.GetBytes(text ?? ""));
    }
}
