using Microsoft.Extensions.Time.Testing;
using Vendors.Http;

namespace Vendors.Tests.Http;

/// <summary>What a body that moves does to the two times that bound its request: 10 s without anything, and 5 min in all.</summary>
public class SendingAttemptTests
{
    private const int Length = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Total = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(9);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task HasSent_OfABodyThatMoves_BeginsTheTimeoutAnewAndLeavesTheTotalAlone()
    {
        using var total = new TotalTime(Total, _time);
        using var attempt = await BeginAsync(total, new ByteArrayContent(new byte[Length]));

        Send(attempt, Length - 1);

        await Assert.That(total.Left).IsEqualTo(Total);
        await Assert.That(attempt.TimedOut.IsCancellationRequested).IsFalse();
        _time.Advance(Timeout);
        await Assert.That(attempt.TimedOut.IsCancellationRequested).IsTrue();
        await Assert.That(attempt.Late).IsEqualTo("nothing more of its body could be sent for 10 s, after 0.0 of 0.0 MB");
        await Assert.That(total.Left).IsEqualTo(Total - Timeout);
    }

    [Test]
    public async Task HasSent_OfAWholeBody_GivesTheAnswerAsLongAsThatTook()
    {
        using var total = new TotalTime(Total, _time);
        using (var attempt = await BeginAsync(total, new ByteArrayContent(new byte[Length])))
        {
            Send(attempt, Length);
            _time.Advance(Step * Length);

            await Assert.That(attempt.TimedOut.IsCancellationRequested).IsFalse();
            await Assert.That(total.Up.IsCancellationRequested).IsFalse();
            await Assert.That(attempt.Late).IsEqualTo("no complete answer came within 10 s");
        }

        await Assert.That(total.Left).IsEqualTo(Total);
    }

    [Test]
    public async Task Dispose_OfAnAttemptThatWasAnsweredAtOnce_TakesBackWhatItDidNotNeed()
    {
        using var total = new TotalTime(Total, _time);
        using (var attempt = await BeginAsync(total, new ByteArrayContent(new byte[Length])))
        {
            Send(attempt, Length);
        }

        await Assert.That(total.Left).IsEqualTo(Total);
        _time.Advance(Total);
        await Assert.That(total.Up.IsCancellationRequested).IsTrue();
    }

    [Test]
    public async Task HasSent_OfABodyOfUnknownLength_TakesEveryPieceForThePossibleLast()
    {
        using var total = new TotalTime(Total, _time);
        using var attempt = await BeginAsync(total, new EndlessContent());

        Send(attempt, Length);
        _time.Advance(Step * Length);
        await Assert.That(attempt.TimedOut.IsCancellationRequested).IsFalse();

        _time.Advance(Timeout);
        await Assert.That(attempt.TimedOut.IsCancellationRequested).IsTrue();
    }

    [Test]
    public async Task HasSent_WithoutABody_LeavesBothTimesAsTheyAre()
    {
        using var total = new TotalTime(Total, _time);
        using var attempt = await BeginAsync(total, content: null);

        _time.Advance(Step);
        attempt.HasSent(1);
        _time.Advance(Timeout - Step);

        await Assert.That(attempt.TimedOut.IsCancellationRequested).IsTrue();
        await Assert.That(total.Left).IsEqualTo(Total - Timeout);
    }

    private async Task<SendingAttempt> BeginAsync(TotalTime total, HttpContent? content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/") { Content = content };
        RequestState.Begin(request, total);
        var attempt = SendingAttempt.Begin(request, Timeout, _time);
        await attempt.GoesOutAsync(new ConnectionStream(Stream.Null), CancellationToken.None);
        return attempt;
    }

    private void Send(SendingAttempt attempt, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _time.Advance(Step);
            attempt.HasSent(1);
        }
    }

    private sealed class EndlessContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
