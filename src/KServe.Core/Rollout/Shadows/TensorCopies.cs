namespace KServe;

/// <summary>Copies requests and responses into memory of their own.</summary>
internal static class TensorCopies
{
    /// <summary>Copies a request with its headers, or gives up when its tensors are too large.</summary>
    public static InferRequest? TryCopy(InferRequest request, int maxBytes)
    {
        if (Exceeds(request.Inputs, maxBytes))
        {
            return null;
        }

        var copy = new InferRequest(request.ModelName, request.Pool)
        {
            Id = request.Id,
            Protocol = request.Protocol,
            Headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase),
        };
        Copy(request.HasParameters ? request.Parameters : null, copy.Parameters);
        for (var i = 0; request.HasOutputs && i < request.Outputs.Count; i++)
        {
            var output = new RequestedOutput(request.Outputs[i].Name);
            Copy(request.Outputs[i].HasParameters ? request.Outputs[i].Parameters : null, output.Parameters);
            copy.Outputs.Add(output);
        }

        CopyAll(request.Inputs, copy.Inputs, request.Pool);
        return copy;
    }

    /// <summary>Copies the outputs of a response, or gives up when they are too large.</summary>
    public static InferResponse? TryCopy(InferResponse response, TensorPool pool, int maxBytes)
    {
        if (Exceeds(response.Outputs, maxBytes))
        {
            return null;
        }

        var copy = new InferResponse();
        CopyAll(response.Outputs, copy.Outputs, pool);
        return copy;
    }

    private static bool Exceeds(IList<InferTensor> tensors, int maxBytes)
    {
        long total = 0;
        for (var i = 0; i < tensors.Count; i++)
        {
            total += tensors[i].Data.Length;
        }

        return total > maxBytes;
    }

    private static void CopyAll(IList<InferTensor> from, IList<InferTensor> to, TensorPool pool)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var tensor = from[i];
            var owner = pool.Rent(tensor.Data.Length);
            var memory = owner.Memory[..tensor.Data.Length];
            tensor.Data.CopyTo(memory);
            var copy = InferTensor.FromMemory(tensor.Name, tensor.DataType, tensor.Shape, memory, owner);
            copy.MissingElements = tensor.MissingElements.ToArray();
            Copy(tensor.HasParameters ? tensor.Parameters : null, copy.Parameters);
            to.Add(copy);
        }
    }

    private static void Copy(InferParameters? from, InferParameters to)
    {
        for (var i = 0; i < from?.Count; i++)
        {
            var (name, value) = from.At(i);
            to[name] = value;
        }
    }
}
