namespace KServe.Batching;

/// <summary>Looks at a model's signature: whether it can be batched, and what clients then see.</summary>
internal static class BatchableSignature
{
    /// <summary>Gets the number of rows that every input is fixed to; 0 when they take any number.</summary>
    /// <exception cref="InferenceException">The model cannot be batched.</exception>
    public static int GetFixedRows(string model, ModelSignature signature, BatchingOptions options)
    {
        if (signature.IsDecoupled)
        {
            throw Refuse(model, "it is decoupled");
        }

        var rows = signature.ChecksInputs ? GetInputRows(model, signature) : null;
        if (rows is not { } size || size < 0)
        {
            RequireRows(model, signature);
            return 0;
        }

        return options.Padding is { Rows: true } && size is > 0 and <= 65_536
            ? (int)size
            : throw Refuse(
                model,
                $"the first dimension of its inputs is always {size}; Padding:Rows fills batches up to such a size");
    }

    /// <summary>Opens the first dimension of a model whose batches are filled up to a fixed size.</summary>
    public static ModelSignature Open(ModelSignature signature, int fixedRows) => fixedRows == 0
        ? signature
        : signature with
        {
            Inputs = [.. signature.Inputs.Select(static input => Open(input))],
            Outputs = [.. signature.Outputs.Select(static output => Open(output))],
            MaxBatchSize = fixedRows,
        };

    private static TensorMetadata Open(TensorMetadata tensor) => tensor.Shape.Rank == 0
        ? tensor
        : tensor with { Shape = [-1, .. tensor.Shape.Dimensions[1..]] };

    private static long? GetInputRows(string model, ModelSignature signature)
    {
        long? rows = null;
        foreach (var input in signature.Inputs)
        {
            if (input.AcceptsAnyShape)
            {
                continue;
            }

            if (input.Shape.Rank == 0)
            {
                throw Refuse(model, $"input '{input.Name}' has no dimensions");
            }

            if ((rows ?? input.Shape[0]) != input.Shape[0])
            {
                throw Refuse(model, $"the first dimensions of its inputs differ, as that of '{input.Name}' does");
            }

            rows = input.Shape[0];
        }

        return rows;
    }

    // An output that is always of one size, such as a mean over all rows, would belong to nobody in a batch.
    private static void RequireRows(string model, ModelSignature signature)
    {
        foreach (var output in signature.Outputs)
        {
            if (!output.AcceptsAnyShape && (output.Shape.Rank == 0 || output.Shape[0] >= 0))
            {
                throw Refuse(
                    model,
                    $"output '{output.Name}' has shape {output.Shape}, whose first dimension is not the inputs' own");
            }
        }
    }

    private static InferenceException Refuse(string model, string reason) => InferenceException.InvalidArgument(
        $"Model with name {model} cannot be batched: {reason}.");
}
