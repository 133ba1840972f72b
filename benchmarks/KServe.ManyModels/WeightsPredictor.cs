using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe.ManyModels;

/// <summary>A small linear model whose weights lie outside the heap, as those of native runtimes.</summary>
/// <remarks>Its answer says which model it is and when it was loaded, so that clients can tell hits from misses.
/// </remarks>
internal sealed unsafe class WeightsPredictor(ModelMemory memory, int model) : Predictor, IModelSize
{
    private float* _weights;
    private long _loadedAt;

    public long SizeInBytes { get; } = ModelMemory.GetSize(model);

    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        _weights = (float*)NativeMemory.Alloc((nuint)SizeInBytes);
        new Span<float>(_weights, (int)(SizeInBytes / sizeof(float))).Fill(model);
        memory.Add(SizeInBytes);
        _loadedAt = Stopwatch.GetTimestamp();
        return default;
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var x = request.Inputs[0].AsSpan<float>();
        var sum = TensorPrimitives.Dot(x, new ReadOnlySpan<float>(_weights, x.Length));
        var response = new InferResponse(InferTensor.Create("y", [1], sum));
        response.Outputs.Add(InferTensor.Create<long>("loaded", [2], model, _loadedAt));
        return new(response);
    }

    public override ValueTask DisposeAsync()
    {
        if (_weights is not null)
        {
            memory.Remove(SizeInBytes);
            NativeMemory.Free(_weights);
            _weights = null;
        }

        return base.DisposeAsync();
    }
}
