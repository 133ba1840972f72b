using System.Collections.ObjectModel;

namespace KServe;

/// <summary>Describes what a model takes and gives.</summary>
/// <remarks>Immutable. Inputs are checked against it before the model runs; a signature without inputs is not
/// checked.</remarks>
public sealed record ModelSignature
{
    /// <summary>Gets a signature that declares nothing.</summary>
    public static ModelSignature Empty { get; } = new();

    /// <summary>Gets the inputs; none means that any are taken.</summary>
    public IReadOnlyList<TensorMetadata> Inputs { get; init; } = [];

    /// <summary>Gets whether requests must match <see cref="Inputs"/>; so by default.</summary>
    /// <remarks>
    /// Otherwise the inputs only tell clients what there is, and the model takes other forms too, such as one matrix
    /// for all columns.
    /// </remarks>
    public bool ChecksInputs { get; init; } = true;

    /// <summary>Gets the outputs; none means that they are not known beforehand.</summary>
    public IReadOnlyList<TensorMetadata> Outputs { get; init; } = [];

    /// <summary>Gets the platform, like <c>onnx_onnxv1</c>; empty by default.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Gets free properties of the model.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the largest first dimension of inputs, 0 (the default) for no limit.</summary>
    /// <remarks>When set, all inputs must agree in their first dimension.</remarks>
    public int MaxBatchSize { get; init; }

    /// <summary>Gets whether a request may have no, one or many responses; not so by default.</summary>
    /// <remarks>Such a model is called through <see cref="Predictor.PredictStreamAsync"/> alone.</remarks>
    public bool IsDecoupled { get; init; }

    /// <summary>Gets whether a stream may have several responses to a request; not so by default.</summary>
    /// <remarks>
    /// Unlike a decoupled model such a one has one response, too, for callers that take one. A call through a stream
    /// goes to <see cref="Predictor.PredictStreamAsync"/>.
    /// </remarks>
    public bool CanStream { get; init; }

    /// <summary>Gets whether texts of inputs may be missing; not so by default.</summary>
    /// <remarks>
    /// Such a model reads <see cref="InferTensor.MissingElements"/>. For any other, a <see langword="null"/> among
    /// texts is refused rather than taken for an empty text.
    /// </remarks>
    public bool AcceptsMissingTexts { get; init; }

    /// <summary>Finds an input by name.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns>The input, or <see langword="null"/>.</returns>
    public TensorMetadata? FindInput(string name) => Find(Inputs, name);

    /// <summary>Finds an output by name.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns>The output, or <see langword="null"/>.</returns>
    public TensorMetadata? FindOutput(string name) => Find(Outputs, name);

    private static TensorMetadata? Find(IReadOnlyList<TensorMetadata> tensors, string name)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (string.Equals(tensors[i].Name, name, StringComparison.Ordinal))
            {
                return tensors[i];
            }
        }

        return null;
    }
}
