namespace IntegrationFramework.FakeServices.Faults;

internal sealed record DelayFault(TimeSpan Wait) : Fault("delay")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        await Task.Delay(Wait, context.Time, context.Gone);
        await context.Next(context.Http);
    }
}

internal sealed record TimeoutFault() : Fault("timeout")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        await context.WaitUntilGoneAsync();
        context.Http.Abort();
    }
}

internal sealed record ResetFault(bool Handles) : Fault(Handles ? "lost_answer" : "reset")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        if (Handles)
        {
            await context.HandleAsync();
        }

        context.Received.IsBroken = true;
        RawConnection.Reset(context.Http);
    }
}

internal sealed record DripFault(TimeSpan Interval) : Fault("drip")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        var body = await context.HandleAsync();
        var response = context.Http.Response;
        response.ContentLength = body.Length;
        for (var i = 0; i < body.Length; i++)
        {
            await response.Body.WriteAsync(body.AsMemory(i, 1), context.Gone);
            await response.Body.FlushAsync(context.Gone);
            await Task.Delay(Interval, context.Time, context.Gone);
        }
    }
}

internal sealed record StallFault() : Fault("stall")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        var body = await context.HandleAsync();
        await RawConnection.SendAsync(context, body.Length, body.AsMemory(0, body.Length / 2));
        await context.WaitUntilGoneAsync();
        context.Http.Abort();
    }
}

internal sealed record CutShortFault() : Fault("cut_short")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        var body = await context.HandleAsync();
        await RawConnection.SendAsync(context, body.Length, body.AsMemory(0, body.Length / 2));
        await RawConnection.CloseAsync(context);
    }
}

internal sealed record WrongContentLengthFault(int Difference) : Fault("wrong_content_length")
{
    internal override async Task ApplyAsync(FaultContext context)
    {
        var body = await context.HandleAsync();
        await RawConnection.SendAsync(context, Math.Max(0, body.Length + Difference), body);
        if (Difference < 0)
        {
            // The connection can't be used again: nobody could tell the left-over bytes from the next answer.
            await RawConnection.CloseAsync(context);
            return;
        }

        await context.WaitUntilGoneAsync();
        context.Http.Abort();
    }
}
