using System.Collections.Immutable;
using IntegrationFramework.FakeServices.Requests;

namespace IntegrationFramework.FakeServices.Faults;

/// <summary>
/// The faults that wait for their requests, asked in the order in which they were added; the first whose turn it is gets the request.
/// So <c>503</c> twice and then <c>429</c> once hits three requests after each other.
/// </summary>
public sealed class FaultRules
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private ImmutableList<FaultRule> _rules = [];

    internal FaultRules(TimeProvider time, CancellationToken stopping)
    {
        _time = time;
        _stopping = stopping;
    }

    /// <summary>All that were added, also those that have fired as often as they may.</summary>
    public IReadOnlyList<FaultRule> All => _rules;

    /// <summary>Adds a fault: <c>fake.Faults.Add("/v2/everything", Fault.Status(503), times: 2)</c>.</summary>
    /// <param name="match">A path with <c>*</c> for any characters, or a <see cref="FaultMatch"/>.</param>
    /// <param name="fault">What is to happen.</param>
    /// <param name="times">To how many requests; <see cref="int.MaxValue"/> for all.</param>
    public FaultRule Add(FaultMatch match, Fault fault, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var rule = new FaultRule(match, fault, times);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    /// <summary>Takes a fault back.</summary>
    public void Remove(FaultRule rule) => ImmutableInterlocked.Update(ref _rules, rules => rules.Remove(rule));

    /// <summary>Takes all faults back.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());

    internal async Task InjectAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ReceivedRequest>() is not { } received || Find(context.Request) is not { } fault)
        {
            await next(context);
            return;
        }

        received.Fault = fault.Name;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        await fault.ApplyAsync(new FaultContext(context, next, received, _time, gone.Token));
    }

    private Fault? Find(HttpRequest request)
    {
        Fault? found = null;
        foreach (var rule in _rules)
        {
            if (rule.Takes(request, taken: found is not null))
            {
                found = rule.Fault;
            }
        }

        return found;
    }
}
