using System.Collections.Concurrent;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Vendors.Http;

/// <summary>Leaves a host that fails nearly always alone for a while, for the whole process.</summary>
internal sealed class CircuitHandler(TimeProvider time) : DelegatingHandler
{
    public const double FailureRatio = 0.8;
    public const int MinimumThroughput = 20;

    private static readonly ConcurrentDictionary<(TimeProvider Time, string Host), ResiliencePipeline<HttpResponseMessage>> Circuits = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var circuit = Circuits.GetOrAdd((time, request.HostAndPort()), static key => Build(key.Time));
        return await circuit.ExecuteAsync(
            static async (state, token) => await state.Handler.SendOnAsync(state.Request, token).ConfigureAwait(false),
            (Handler: this, Request: request),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendOnAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);

    private static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = MinimumThroughput,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(15),

                // A service that says "too many" is alive.
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } error ? Transience.Of(error) : (int)arguments.Outcome.Result!.StatusCode >= 500),
            })
            .Build();
}
