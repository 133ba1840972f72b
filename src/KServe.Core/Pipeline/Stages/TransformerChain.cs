namespace KServe;

/// <summary>Several transformers as one, for explainers that send rows through them.</summary>
/// <remarks>Owns none of them: the pipeline disposes each.</remarks>
internal sealed class TransformerChain(IReadOnlyList<Transformer> transformers) : Transformer
{
    public override ModelSignature? Signature =>
        transformers.Select(static transformer => transformer.Signature).FirstOrDefault(static it => it is not null);

    /// <summary>Gets none, the only one, or all as one.</summary>
    public static Transformer? Create(IReadOnlyList<Transformer> transformers) => transformers.Count switch
    {
        0 => null,
        1 => transformers[0],
        _ => new TransformerChain(transformers),
    };

    public override async ValueTask<InferRequest> PreprocessAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var input = request;
        foreach (var transformer in transformers)
        {
            var next = await transformer.PreprocessAsync(input, cancellationToken);
            if (!ReferenceEquals(next, input) && !ReferenceEquals(input, request))
            {
                // Only the last one is the caller's: those between live with the request they were made of.
                request.RegisterForDispose(input);
            }

            next.Follow(input);
            input = next;
        }

        return input;
    }

    public override async ValueTask<InferResponse> PostprocessAsync(
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var output = response;
        for (var i = transformers.Count - 1; i >= 0; i--)
        {
            var next = await transformers[i].PostprocessAsync(output, request, cancellationToken);
            if (!ReferenceEquals(next, output) && !ReferenceEquals(output, response))
            {
                next.RegisterForDispose(output);
            }

            output = next;
        }

        return output;
    }
}
