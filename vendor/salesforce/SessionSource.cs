using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Keeps who is signed in, for all requests of a client. However many find the session expired, one of them signs in again.</summary>
internal sealed partial class SessionSource(SalesforceOptions options, HttpClient http, HttpServices services)
{
    private readonly SignIn _signIn = new(options, http, services);
    private readonly Lock _gate = new();
    private Task<SalesforceSession>? _signingIn;
    private SalesforceSession? _session = SignInMethods.IsSet(options.AccessToken) ? new(options.AccessToken!, options.InstanceUrl) : null;

    /// <summary>Whose requests these are: what limits are shared by. No secret.</summary>
    public string Account { get; } =
        $"salesforce:{(options.Username is { Length: > 0 } user ? user : options.ClientId is { Length: > 0 } app ? app : options.InstanceUrl.Host)}";

    public ValueTask<SalesforceSession> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _session) is { } session ? new(session) : new(AnotherThanAsync(null, cancellationToken));

    /// <summary>Signs in again, unless another request has done so meanwhile.</summary>
    /// <exception cref="SalesforceSessionException">There is nothing to sign in with, or it was refused.</exception>
    public async Task<SalesforceSession> RenewAsync(SalesforceSession expired, CancellationToken cancellationToken)
    {
        if (_signIn.Method is SignInMethod.None)
        {
            throw new SalesforceSessionException(
                "Salesforce says that 'access_token' is expired or isn't valid for this org. Get a new one (`sf org display` prints it), "
                + "or set 'client_id' with 'client_secret', so that tokens are got as they are needed.")
            {
                ErrorCode = ErrorCodes.InvalidSession,
            };
        }

        return await AnotherThanAsync(expired, cancellationToken).ConfigureAwait(false);
    }

    private Task<SalesforceSession> AnotherThanAsync(SalesforceSession? expired, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_session is { } current && !ReferenceEquals(current, expired))
            {
                return Task.FromResult(current);
            }

            if (_signingIn is null or { IsCompleted: true })
            {
                _signingIn = SignInAsync(expired is not null);
            }

            return _signingIn.WaitAsync(cancellationToken);
        }
    }

    // Not cancelled by whoever asks first, since others wait for it too; the policy of HTTP bounds it.
    private async Task<SalesforceSession> SignInAsync(bool isAgain)
    {
        if (isAgain)
        {
            LogExpired(services.Logger);
        }

        var session = await _signIn.GetAsync(Account, CancellationToken.None).ConfigureAwait(false);
        Volatile.Write(ref _session, session);
        return session;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Salesforce: the session has expired; signing in again.")]
    private static partial void LogExpired(ILogger logger);
}
