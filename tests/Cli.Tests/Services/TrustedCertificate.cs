using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cli.Tests.Services;

/// <summary>A server's certificate, and the authority that issued it, which a process trusts that gets its file as SSL_CERT_FILE.</summary>
public sealed class TrustedCertificate : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    /// <param name="names">The hosts that it is for.</param>
    public TrustedCertificate(params string[] names)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        using var issuer = authority.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        File.WriteAllText(_file, issuer.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Server of the tests", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using var issued = request.Create(issuer, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4, 5, 6, 7, 8]);
        Certificate = issued.CopyWithPrivateKey(key);
    }

    /// <summary>For the server.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Has a process trust it.</summary>
    public void Trust(IDictionary<string, string> surroundings) => surroundings["SSL_CERT_FILE"] = _file;

    public void Dispose()
    {
        Certificate.Dispose();
        File.Delete(_file);
    }
}
