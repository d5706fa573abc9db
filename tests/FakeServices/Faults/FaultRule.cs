namespace IntegrationFramework.FakeServices.Faults;

/// <summary>A fault that waits for its requests.</summary>
public sealed class FaultRule
{
    private readonly Lock _lock = new();
    private int _seen;

    internal FaultRule(FaultMatch match, Fault fault, int times)
    {
        Match = match;
        Fault = fault;
        Times = times;
    }

    /// <summary>The requests it is meant for.</summary>
    public FaultMatch Match { get; }

    /// <summary>What happens to them.</summary>
    public Fault Fault { get; }

    /// <summary>How many requests it happens to at most.</summary>
    public int Times { get; }

    /// <summary>How many requests it has happened to.</summary>
    public int Fired { get; private set; }

    /// <summary>Counts a request that matches, and tells whether it is this rule's turn.</summary>
    /// <param name="request">The request.</param>
    /// <param name="taken">Whether an earlier rule has taken the request: it counts all the same.</param>
    internal bool Takes(HttpRequest request, bool taken)
    {
        if (!Match.Matches(request))
        {
            return false;
        }

        lock (_lock)
        {
            _seen++;
            if (taken || _seen < Match.Nth || Fired >= Times)
            {
                return false;
            }

            Fired++;
            return true;
        }
    }
}
