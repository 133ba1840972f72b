using System.Runtime.CompilerServices;

namespace KServe;

/// <summary>One transformer around the rest of a pipeline.</summary>
internal sealed class TransformerLayer(Transformer transformer, PipelineChain inner, PipelineTelemetry telemetry)
{
    /// <summary>Gets whether the predictor comes next; that transformer counts the requests.</summary>
    public required bool IsInnermost { get; init; }

    public async ValueTask<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var input = await PreprocessAsync(request, cancellationToken);
        var response = await transformer.PredictAsync(input, inner.Infer, cancellationToken);
        return await PostprocessAsync(response, request, cancellationToken);
    }

    public async IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var input = await PreprocessAsync(request, cancellationToken);
        await foreach (var response in inner.Stream(input, cancellationToken))
        {
            yield return await PostprocessAsync(response, request, cancellationToken);
        }
    }

    private async ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var start = telemetry.Timestamp;
        var input = await transformer.PreprocessAsync(request, cancellationToken);
        if (!ReferenceEquals(input, request))
        {
            input.Follow(request);
            // Outputs may view the new request's memory: it lives as long as the client's request.
            request.RegisterForDispose(input);
        }

        telemetry.Preprocessed(start, telemetry.Timestamp, IsInnermost);
        return input;
    }

    private async ValueTask<InferResponse> PostprocessAsync(
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var start = telemetry.Timestamp;
        try
        {
            var output = await transformer.PostprocessAsync(response, request, cancellationToken);
            if (!ReferenceEquals(output, response))
            {
                output.Follow(response);
                output.RegisterForDispose(response);
            }

            telemetry.Postprocessed(start, telemetry.Timestamp, IsInnermost);
            return output;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
