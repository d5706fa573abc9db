using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Which environment variables a configuration uses, before they are filled in.</summary>
/// <param name="Secret">Those in a <see cref="IntegrationFramework.Secret"/>.</param>
/// <param name="Plain">The others.</param>
/// <param name="Needed">Those of <paramref name="Secret"/> that have no default.</param>
internal sealed record VariableUse(IReadOnlySet<string> Secret, IReadOnlySet<string> Plain, IReadOnlySet<string> Needed)
{
    public static VariableUse In(YamlMap root, MapSchema schema, CheckOptions options)
    {
        var secret = new HashSet<string>(StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var plain = new HashSet<string>(StringComparer.Ordinal);
        var context = new CheckContext(RuleIds.Config, options, CheckPass.Merged, new DiagnosticBag(), CancellationToken.None)
        {
            AllowsOutputAnywhere = static _ => true,
            Visit = (value, scalar) =>
            {
                if (scalar.Origin != ScalarOrigin.Written || !Interpolation.IsIn(scalar.Value))
                {
                    return;
                }

                foreach (var part in Interpolation.Parse(scalar.Value).Variables)
                {
                    var isSecret = value.Kind == ValueKind.Secret;
                    (isSecret ? secret : plain).Add(part.Name!);
                    if (isSecret && part.Default is null)
                    {
                        needed.Add(part.Name!);
                    }
                }
            },
        };
        new SchemaChecker(context).CheckMap(root, schema, null);
        plain.ExceptWith(secret);
        return new VariableUse(secret, plain, needed);
    }
}
