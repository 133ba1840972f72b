namespace KServe.Explainers;

/// <summary>One tensor of a request: one column or several of its table.</summary>
/// <param name="Input">The client's tensor.</param>
/// <param name="Start">The first column.</param>
/// <param name="Width">The number of columns.</param>
internal readonly record struct InputColumns(InferTensor Input, int Start, int Width)
{
    /// <summary>Takes a tensor of shape <c>[rows]</c> or <c>[rows, columns]</c>.</summary>
    /// <exception cref="InferenceException">The tensor has another rank.</exception>
    public static InputColumns Create(InferTensor input, int start) => input.Shape.Rank switch
    {
        1 => new InputColumns(input, start, 1),
        2 when input.Shape[1] is > 0 and <= RequestRows.MaxColumns =>
            new InputColumns(input, start, (int)input.Shape[1]),
        _ => throw InferenceException.InvalidArgument(
            $"input '{input.Name}' has shape {input.Shape}, the explainer takes [rows] or [rows, features] with "
            + $"1 to {RequestRows.MaxColumns} features"),
    };

    /// <summary>Gets the shape for another number of rows.</summary>
    public TensorShape GetShape(int rowCount) => Input.Shape.Rank == 1 ? [rowCount] : [rowCount, Width];
}
