namespace KServe.Batching;

/// <summary>Tells whether a request can share a batch.</summary>
internal static class RequestMeasure
{
    // What a bucket keeps of a request is bounded: their number is, too.
    private const int MaxParts = 64;
    private const int MaxText = 256;

    /// <summary>Counts the rows of a request; 0 for one that runs alone.</summary>
    public static int Count(InferRequest request, BatchLimits limits)
    {
        var inputs = request.Inputs;
        if (inputs.Count is 0 or > MaxParts)
        {
            return 0;
        }

        long rows = -1;
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            var shape = input.Shape.Dimensions;
            if (shape.Length == 0
                || (shape[0] != rows && rows >= 0)
                || input.Name.Length > MaxText
                || (input.HasParameters && !IsSmall(input.Parameters))

                // Filling up would move the positions of missing texts.
                || (limits.Padding is not null && !input.MissingElements.IsEmpty))
            {
                return 0;
            }

            rows = shape[0];
        }

        return rows > limits.MaxRows || !IsSmall(request) ? 0 : (int)rows;
    }

    /// <summary>Gets the bytes of the largest input.</summary>
    public static int GetLargest(InferRequest request)
    {
        var largest = 0;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            largest = Math.Max(largest, request.Inputs[i].Data.Length);
        }

        return largest;
    }

    private static bool IsSmall(InferRequest request)
    {
        if (request.HasParameters && !IsSmall(request.Parameters))
        {
            return false;
        }

        if (!request.HasOutputs)
        {
            return true;
        }

        var outputs = request.Outputs;
        for (var i = 0; i < outputs.Count; i++)
        {
            if (i == MaxParts
                || outputs[i].Name.Length > MaxText
                || (outputs[i].HasParameters && !IsSmall(outputs[i].Parameters)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSmall(InferParameters parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, value) = parameters.At(i);
            if (i == MaxParts || name.Length > MaxText || (value.TryGetString(out var text) && text.Length > MaxText))
            {
                return false;
            }
        }

        return true;
    }
}
