namespace KServe;

/// <summary>Checks a request against what the model declares.</summary>
/// <remarks>Loops on the way of good requests go by index: an enumerator of an interface would be allocated.</remarks>
internal static class RequestValidator
{
    /// <summary>Checks the inputs and that the model has the outputs asked for.</summary>
    /// <exception cref="InferenceException">Something does not fit; the message names the field.</exception>
    public static void Validate(ModelSignature signature, InferRequest request)
    {
        ValidateInputs(signature, request);
        if (signature.Outputs.Count > 0 && request.HasOutputs)
        {
            ValidateOutputs(signature, request);
        }
    }

    /// <summary>Checks names, data types, shapes and batch of all inputs.</summary>
    /// <exception cref="InferenceException">Something does not fit; the message names the field.</exception>
    public static void ValidateInputs(ModelSignature signature, InferRequest request)
    {
        RejectDuplicates(request);
        if (!signature.AcceptsMissingTexts)
        {
            RejectMissingTexts(request);
        }

        if (signature.ChecksInputs && signature.Inputs.Count > 0)
        {
            RequireInputs(signature, request);
            for (var i = 0; i < request.Inputs.Count; i++)
            {
                ValidateInput(signature, request.Inputs[i]);
            }
        }

        if (signature.MaxBatchSize > 0)
        {
            ValidateBatch(signature.MaxBatchSize, request);
        }
    }

    private static void RejectDuplicates(InferRequest request)
    {
        for (var i = 1; i < request.Inputs.Count; i++)
        {
            if (!ReferenceEquals(request.FindInput(request.Inputs[i].Name), request.Inputs[i]))
            {
                throw InferenceException.InvalidArgument($"input '{request.Inputs[i].Name}' is given twice");
            }
        }
    }

    private static void RejectMissingTexts(InferRequest request)
    {
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            if (!request.Inputs[i].MissingElements.IsEmpty)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{request.Inputs[i].Name}': element {request.Inputs[i].MissingElements.Span[0]} is null, "
                    + "a text was expected");
            }
        }
    }

    private static void RequireInputs(ModelSignature signature, InferRequest request)
    {
        List<string>? missing = null;
        for (var i = 0; i < signature.Inputs.Count; i++)
        {
            var declared = signature.Inputs[i];
            if (!declared.IsOptional && request.FindInput(declared.Name) is null)
            {
                (missing ??= []).Add($"'{declared.Name}'");
            }
        }

        // A wrong name is both missing and unknown: the unknown one is the better hint when it stands alone.
        if (missing is not null)
        {
            throw InferenceException.InvalidArgument(
                $"expected {DescribeCount(signature)} but got {request.Inputs.Count} for model '{request.ModelName}'; "
                + $"missing required input(s) {string.Join(", ", missing)}{DescribeUnknown(signature, request)}");
        }
    }

    private static string DescribeCount(ModelSignature signature)
    {
        var required = signature.Inputs.Count(static input => !input.IsOptional);
        return required == signature.Inputs.Count
            ? $"{required} input(s)"
            : $"between {required} and {signature.Inputs.Count} inputs";
    }

    private static string DescribeUnknown(ModelSignature signature, InferRequest request)
    {
        foreach (var input in request.Inputs)
        {
            if (signature.FindInput(input.Name) is null)
            {
                return $"; unexpected input '{input.Name}'";
            }
        }

        return "";
    }

    private static void ValidateInput(ModelSignature signature, InferTensor input)
    {
        var declared = signature.FindInput(input.Name)
            ?? throw InferenceException.InvalidArgument($"unexpected input '{input.Name}'");
        if (declared.DataType != input.DataType && declared.DataType != TensorDataType.None)
        {
            throw InferenceException.InvalidArgument(
                $"input '{input.Name}' has datatype {input.DataType.GetName()}, "
                + $"expected {declared.DataType.GetName()}");
        }

        if (!declared.AcceptsAnyShape && !declared.Shape.Accepts(input.Shape))
        {
            throw InferenceException.InvalidArgument(
                $"input '{input.Name}' has shape {input.Shape}, expected {declared.Shape}");
        }
    }

    private static void ValidateBatch(int maxBatchSize, InferRequest request)
    {
        long? batch = null;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var input = request.Inputs[i];
            var size = input.Shape.Rank == 0 ? 1 : input.Shape[0];
            if (size > maxBatchSize)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{input.Name}' has batch size {size}, it must be at most {maxBatchSize}");
            }

            if (batch is { } first && first != size)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{input.Name}' has batch size {size}, other inputs have {first}");
            }

            batch = size;
        }
    }

    private static void ValidateOutputs(ModelSignature signature, InferRequest request)
    {
        foreach (var output in request.Outputs)
        {
            if (signature.FindOutput(output.Name) is null)
            {
                throw InferenceException.InvalidArgument(
                    $"Unexpected inference output '{output.Name}' for model '{request.ModelName}'");
            }
        }
    }
}
