namespace KServe.Runtime.OnnxRuntime;

/// <summary>Runs a model once so that the first client need not wait for memory and kernels.</summary>
internal static class OnnxWarmup
{
    /// <summary>Runs the model on zeros and empty strings; dimensions of any size count 1.</summary>
    /// <exception cref="InferenceException">The model does not run on such inputs.</exception>
    public static void Run(
        OnnxModel model,
        OnnxSignature signature,
        string modelName,
        CancellationToken cancellationToken)
    {
        using var request = new InferRequest(modelName);
        foreach (var input in signature.Declared.Inputs)
        {
            request.Inputs.Add(CreateZeros(input, request.Pool));
        }

        model.Run(request, cancellationToken).Dispose();
    }

    private static InferTensor CreateZeros(TensorMetadata input, TensorPool pool)
    {
        var dimensions = input.Shape.Dimensions.ToArray();
        dimensions.AsSpan().Replace(-1, 1);
        var shape = TensorShape.Create(dimensions);

        // An empty string is a length of zero: as many zero bytes as a number of 4 bytes has.
        var sized = input.DataType == TensorDataType.BYTES ? TensorDataType.UINT32 : input.DataType;
        var owner = pool.Rent(InferTensor.GetByteLength(input.Name, sized, shape));
        owner.Memory.Span.Clear();
        return InferTensor.FromMemory(input.Name, input.DataType, shape, owner.Memory, owner);
    }
}
