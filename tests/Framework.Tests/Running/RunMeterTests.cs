using IntegrationFramework.Running;

namespace Framework.Tests.Running;

public class RunMeterTests
{
    [Test]
    public async Task Failure_WhileAnotherLaneIsCancelledForIt_KeepsThePhaseThatItCameUpIn()
    {
        var meter = new RunMeter(TimeProvider.System);
        var failure = new IOException("full");
        meter.Enter(Phase.Check);
        meter.NoteFailure(failure);

        await Task.Run(() =>
        {
            meter.Begin(meter.NewLane());
            meter.Enter(Phase.Fetch);
            meter.NoteFailure(new OperationCanceledException());
        });
        meter.Enter(Phase.Deliver);
        meter.NoteFailure(failure);

        await Assert.That(meter.PhaseOf(new InvalidOperationException("outer", failure))).IsEqualTo(Phase.Check);
    }
}
