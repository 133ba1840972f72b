namespace KServe;

/// <summary>Two ways through the same parts: with one response and with many.</summary>
internal readonly record struct PipelineChain(InferDelegate Infer, InferStreamDelegate Stream)
{
    /// <summary>Puts a transformer around what is there.</summary>
    public PipelineChain With(Transformer transformer, bool isInnermost, PipelineTelemetry telemetry)
    {
        var layer = new TransformerLayer(transformer, this, telemetry) { IsInnermost = isInnermost };
        return new PipelineChain(layer.InferAsync, layer.InferStreamAsync);
    }

    /// <summary>Puts a stage around what is there.</summary>
    public PipelineChain With(PipelineStage stage)
    {
        var (infer, stream) = this;
        return stage is DelegateStage function
            ? this with { Infer = function.Wrap(infer) }
            : new PipelineChain(
                (request, cancellationToken) => stage.InferAsync(request, infer, cancellationToken),
                (request, cancellationToken) => stage.InferStreamAsync(request, stream, cancellationToken));
    }
}
