namespace KServe.Core.Tests.Pipeline.Stages;

/// <summary>Notes what goes through it.</summary>
internal sealed class NotingStage(List<string> calls) : PipelineStage
{
    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        calls.Add($"stage loaded for {context.ModelName} with {context.InnerSignature.Platform}");
        return default;
    }

    public override ValueTask<InferResponse> InferAsync(
        InferRequest request,
        InferDelegate next,
        CancellationToken cancellationToken)
    {
        calls.Add("stage");
        return base.InferAsync(request, next, cancellationToken);
    }

    public override IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        InferStreamDelegate next,
        CancellationToken cancellationToken)
    {
        calls.Add("stage stream");
        return base.InferStreamAsync(request, next, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        calls.Add("stage disposed");
        return base.DisposeAsync();
    }
}
