namespace IntegrationFramework.Running;

internal interface IRunPipeline
{
    Task RunAsync(CancellationToken cancellationToken);
}

internal sealed class PipelineContext;

internal sealed class RunPipeline<TRaw, TOut>(Registration.IntegrationDescriptor<TRaw, TOut> descriptor, PipelineContext context) : IRunPipeline
    where TRaw : class
    where TOut : class
{
    public Task RunAsync(CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException($"{descriptor.Name} {context}"));
}
