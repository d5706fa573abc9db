using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>The sessions that are open, by access token.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Session> _open = new();

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(2);

    public int? CallsPerSession { get; set; }

    public string Open()
    {
        var token = $"{Ids.Organization}!{Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '.').Replace('/', '_')}";
        _open[token] = new Session(time.GetUtcNow() + Lifetime, CallsPerSession);
        return token;
    }

    public void ExpireAll() => _open.Clear();

    public bool Revoke(string token) => _open.TryRemove(token, out _);

    /// <summary>Whether the token is good for one more call, which is counted.</summary>
    public bool Use(string? token)
    {
        if (token is null || !_open.TryGetValue(token, out var session))
        {
            return false;
        }

        if (time.GetUtcNow() < session.Ends && session.TakeCall())
        {
            return true;
        }

        Revoke(token);
        return false;
    }

    private sealed class Session(DateTimeOffset ends, int? calls)
    {
        private int _left = calls ?? int.MaxValue;

        public DateTimeOffset Ends { get; } = ends;

        public bool TakeCall() => Interlocked.Decrement(ref _left) >= 0;
    }
}
