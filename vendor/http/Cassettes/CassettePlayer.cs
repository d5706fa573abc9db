using System.Net;
using IntegrationFramework.Http;

namespace Vendors.Http.Cassettes;

/// <summary>Answers requests from a cassette: equal ones in their recorded order, the last answer again and again.</summary>
internal sealed class CassettePlayer
{
    private readonly HttpServices _services;
    private readonly Dictionary<string, RecordedAnswers> _answers = new(StringComparer.Ordinal);

    public CassettePlayer(HttpServices services)
    {
        _services = services;
        foreach (var exchange in services.Cassette?.Exchanges ?? [])
        {
            var request = PlayedRequest.Of(exchange.Request);
            if (!_answers.TryGetValue(request.Key, out var answers))
            {
                _answers[request.Key] = answers = new RecordedAnswers(request);
            }

            answers.Responses.Add(exchange.Response);
        }
    }

    /// <exception cref="CassetteException">It wasn't recorded.</exception>
    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = PlayedRequest.Of(await PlayedRequest.RecordAsync(request, _services.Redactor, cancellationToken).ConfigureAwait(false));
        if (!_answers.TryGetValue(asked.Key, out var answers))
        {
            throw new CassetteException(UnknownRequest.Explain(asked, [.. _answers.Values.Select(known => known.Request)], _services));
        }

        return Response(answers.Next(), request);
    }

    private static HttpResponseMessage Response(CassetteResponse recorded, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)recorded.Status) { RequestMessage = request };
        var type = recorded.Headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var charSet = System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out var media) ? media.CharSet : null;
        response.Content = new ByteArrayContent(recorded.Body?.ToBytes(RecordedBody.EncodingOf(charSet)) ?? []);
        foreach (var (name, value) in recorded.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>The answers to equal requests.</summary>
    private sealed class RecordedAnswers(PlayedRequest request)
    {
        private int _given = -1;

        public PlayedRequest Request => request;

        public List<CassetteResponse> Responses { get; } = [];

        public CassetteResponse Next() => Responses[Math.Min(Interlocked.Increment(ref _given), Responses.Count - 1)];
    }
}

/// <summary>Has the cassette in place of connections.</summary>
internal sealed class PlayingHandler(CassettePlayer player) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        player.AnswerAsync(request, cancellationToken);
}
