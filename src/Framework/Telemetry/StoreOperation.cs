namespace IntegrationFramework.Telemetry;

/// <summary>Something to be written. It may be applied more than once, each time in a transaction of its own, until one is committed.</summary>
internal abstract class StoreOperation
{
    /// <summary>Whether the commit must have reached the disk, and not only the operating system, before anybody is told.</summary>
    public virtual bool IsDurable => false;

    /// <summary>What it is called where tests end the process before or after its commit.</summary>
    public string StepName => GetType().Name;

    public abstract void Apply(StoreStatements statements);

    /// <summary>Tells whoever waits that the operation is committed.</summary>
    public abstract void Complete();

    /// <summary>Tells whoever waits that the operation is not committed.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>Something to be written that somebody waits for.</summary>
internal abstract class StoreOperation<TResult> : StoreOperation
{
    // Continuations run elsewhere: on the writer's own thread they would hold up everybody else's commits.
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    public Task<TResult> Task => _completion.Task;

    public sealed override void Apply(StoreStatements statements) => _result = Run(statements);

    public sealed override void Complete() => _completion.TrySetResult(_result);

    public sealed override void Fail(Exception error) => _completion.TrySetException(error);

    protected abstract TResult Run(StoreStatements statements);
}
