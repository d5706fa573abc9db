using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationFramework.FakeServices.Faults;

/// <summary>A certificate that no client may accept: self-signed, and for a name that isn't the server's.</summary>
internal static class WrongCertificate
{
    public static X509Certificate2 Make(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=elsewhere.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("elsewhere.example");
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
    }
}
