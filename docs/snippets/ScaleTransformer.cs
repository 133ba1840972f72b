using System.Numerics.Tensors;

namespace KServe.Docs.Snippets;

public sealed class ScaleTransformer : Transformer
{
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        TensorPrimitives.Multiply(
            request.GetInput("x").AsSpan<float>(), 0.5f, request.GetInput("x").AsSpan<float>());
        return new(request);
    }
}
