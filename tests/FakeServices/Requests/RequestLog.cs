using Microsoft.AspNetCore.Http.Features;

namespace IntegrationFramework.FakeServices.Requests;

/// <summary>What the server received, in the order of arrival. Its own paths, which begin with <c>/_</c>, are left out.</summary>
public sealed class RequestLog
{
    /// <summary>How much of a body is kept, in bytes.</summary>
    public const int BodyLimit = 1024 * 1024;

    private readonly List<ReceivedRequest> _requests = [];
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _number;

    internal RequestLog(TimeProvider time) => _time = time;

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<ReceivedRequest> All
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The requests to a path.</summary>
    /// <param name="path">The path, with <c>*</c> for any characters.</param>
    /// <param name="method">The method; any by default.</param>
    public IReadOnlyList<ReceivedRequest> To(string path, string? method = null) =>
        [.. All.Where(request => Glob.Matches(path, request.Path) && (method is null || method == request.Method))];

    /// <summary>The largest number of requests that the server worked on at the same time.</summary>
    /// <param name="path">Only those to this path, with <c>*</c> for any characters.</param>
    public int MostAtOnce(string path = "*")
    {
        var requests = To(path);
        var arrivals = requests.Select(request => (Ticks: request.ReceivedTicks, Change: 1));
        var ends = requests.Select(request => (Ticks: request.FinishedTicks ?? long.MaxValue, Change: -1));
        var (most, now) = (0, 0);
        foreach (var (_, change) in arrivals.Concat(ends).Order())
        {
            now += change;
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>Waits until so many requests to a path have arrived, answered or not.</summary>
    /// <param name="path">The path, with <c>*</c> for any characters.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(
        string path, int count = 1, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_requests)
            {
                changed = _changed.Task;
            }

            if (To(path) is var found && found.Count >= count)
            {
                return found;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets what was received; numbers go on.</summary>
    public void Clear()
    {
        lock (_requests)
        {
            _requests.Clear();
        }
    }

    internal async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/_requests") || context.Request.Path.StartsWithSegments("/_faults"))
        {
            await next(context);
            return;
        }

        var (receivedAt, ticks) = (_time.GetUtcNow(), _time.GetTimestamp());
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = Add(context, body, receivedAt, ticks);
        body.Position = 0;
        context.Request.Body = body;
        context.Features.Set(request);
        try
        {
            await next(context);
            request.Status = request.IsBroken || context.RequestAborted.IsCancellationRequested
                ? request.Status
                : context.Response.StatusCode;
        }
        finally
        {
            request.FinishedTicks = _time.GetTimestamp();
        }
    }

    private ReceivedRequest Add(HttpContext context, MemoryStream body, DateTimeOffset receivedAt, long ticks)
    {
        var request = new ReceivedRequest
        {
            Number = Interlocked.Increment(ref _number),
            Scheme = context.Request.Scheme,
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "/",
            Query = context.Request.QueryString.Value ?? "",
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.GetBuffer()[..(int)Math.Min(body.Length, BodyLimit)],
            BodyLength = body.Length,
            Connection = context.Features.Get<IHttpConnectionFeature>()?.ConnectionId ?? "",
            ReceivedAt = receivedAt,
            ReceivedTicks = ticks,
        };
        lock (_requests)
        {
            _requests.Add(request);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return request;
    }
}
