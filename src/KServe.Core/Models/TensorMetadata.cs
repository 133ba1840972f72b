namespace KServe;

/// <summary>Describes one input or output of a model.</summary>
/// <param name="Name">The name, unique among the model's inputs or outputs.</param>
/// <param name="DataType">The data type.</param>
/// <param name="Shape">The shape; -1 stands for any size.</param>
public sealed record TensorMetadata(string Name, TensorDataType DataType, TensorShape Shape)
{
    /// <summary>Gets whether clients may leave the input out; <see langword="false"/> by default.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Gets whether tensors of any shape are taken; <see langword="false"/> by default.</summary>
    /// <remarks>
    /// <see cref="Shape"/> is then what metadata show, for models whose rank is not known or not fixed.
    /// </remarks>
    public bool AcceptsAnyShape { get; init; }

    /// <summary>Gets the media type of BYTES elements, like <c>application/json</c>; none by default.</summary>
    /// <remarks>
    /// V1 requests hand each instance to an input of <c>application/json</c> as its JSON text, whatever its form.
    /// </remarks>
    public string? ContentType { get; init; }
}
