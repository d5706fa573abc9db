using System.Security.Cryptography;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>
/// One organisation of Salesforce: OAuth and sessions, records of Account and Contact, SOQL, the REST, composite and Bulk 2.0 APIs, and the
/// limits. Changes made by tests move SystemModstamp as those made by clients do.
/// </summary>
public sealed class FakeSalesforce
{
    /// <summary>The newest version of the API that there is; the oldest is 55.0.</summary>
    public const string ApiVersion = "62.0";

    internal FakeSalesforce(TimeProvider time)
    {
        Time = time;
        Sessions = new Sessions(time);
        Records = new RecordStore(time);
        Queries = new QueryResource(this);
    }

    /// <summary>The consumer key of the connected app.</summary>
    public string ClientId { get; set; } = "3MVG9.fake.consumer.key";

    /// <summary>The consumer secret of the connected app.</summary>
    public string ClientSecret { get; set; } = "FAKE0000CONSUMER0000SECRET";

    /// <summary>The refresh token that is good.</summary>
    public string RefreshToken { get; set; } = "5Aep.fake.refresh.token.0";

    /// <summary>Whether each use of a refresh token replaces it by another, which the answer brings along.</summary>
    /// <value>False.</value>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>The user that clients act as, the <c>sub</c> of a JWT.</summary>
    public string Username { get; set; } = "integration@fake.example";

    /// <summary>The public key whose private half signs the JWT of the bearer flow; null: the app has no certificate.</summary>
    public RSA? JwtPublicKey { get; set; }

    /// <summary>How long a session lasts.</summary>
    /// <value>Two hours.</value>
    public TimeSpan SessionLifetime { get => Sessions.Lifetime; set => Sessions.Lifetime = value; }

    /// <summary>The calls that a session opened from now on is good for.</summary>
    /// <value>Null: any number.</value>
    public int? CallsPerSession { get => Sessions.CallsPerSession; set => Sessions.CallsPerSession = value; }

    /// <summary>The calls that the organisation may make in 24 hours.</summary>
    /// <value>15,000.</value>
    public int ApiLimit { get; set; } = 15_000;

    /// <summary>The calls made so far; a test may set it.</summary>
    public int ApiUsed { get; set; }

    /// <summary>The records in a page of a query, where the client doesn't ask for fewer.</summary>
    /// <value>2,000.</value>
    public int QueryPageSize { get; set; } = 2000;

    /// <summary>The smallest page that clients may ask for; below it they get this one.</summary>
    /// <value>200.</value>
    public int SmallestQueryPage { get; set; } = 200;

    /// <summary>How often a bulk job is asked for its state until it is complete, counting the answer that says so.</summary>
    /// <value>3: UploadComplete, InProgress, JobComplete.</value>
    public int BulkPolls { get; set; } = 3;

    /// <summary>The rows of a bulk query's results that are answered at once, where the client doesn't ask for fewer.</summary>
    /// <value>50,000.</value>
    public int BulkPageSize { get; set; } = 50_000;

    /// <summary>The records; tests read and change them.</summary>
    public RecordStore Records { get; }

    internal TimeProvider Time { get; }

    internal Sessions Sessions { get; }

    internal QueryResource Queries { get; }

    /// <summary>What the next bulk jobs fail with, one each.</summary>
    internal Queue<string> JobFailures { get; } = new();

    /// <summary>One call at a time, as in a transaction.</summary>
    internal Lock Lock { get; } = new();

    /// <summary>Opens a session as a login would, for tests that don't care for OAuth.</summary>
    /// <returns>Its access token.</returns>
    public string OpenSession() => Sessions.Open();

    /// <summary>Ends all sessions: the next call of each is answered 401 INVALID_SESSION_ID.</summary>
    public void ExpireSessions() => Sessions.ExpireAll();

    /// <summary>Forgets the cursors of queries: the next page of each is answered INVALID_QUERY_LOCATOR.</summary>
    public void ExpireQueryCursors()
    {
        lock (Lock)
        {
            Queries.ExpireCursors();
        }
    }

    /// <summary>Makes the next bulk job fail when it would have been complete; of an ingest half of the rows or more are processed.</summary>
    /// <param name="message">Its errorMessage: <c>InternalServerError : …</c>.</param>
    public void FailNextJob(string message)
    {
        lock (Lock)
        {
            JobFailures.Enqueue(message);
        }
    }

    internal void Map(IEndpointRouteBuilder routes)
    {
        var oauth = new OAuthEndpoints(this);
        routes.MapPost("/services/oauth2/token", oauth.TokenAsync);
        routes.MapPost("/services/oauth2/revoke", oauth.RevokeAsync);
        var data = new DataEndpoints(this);
        routes.Map("/services/data", data.VersionsAsync);
        routes.Map("/services/data/v{version}/{**path}", data.CallAsync);
    }
}
