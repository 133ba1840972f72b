namespace KServe.Runtime.Onnx.Trees;

/// <summary>Holds the trees of an ensemble, the same for all versions of the operators.</summary>
internal sealed class OnnxForest
{
    public List<OnnxSplit> Splits { get; } = [];

    public OnnxLeaves Leaves { get; } = new();

    /// <summary>Gets the root of each tree: a split, or the complement of a leaf.</summary>
    public List<int> Roots { get; } = [];

    /// <summary>Gets the values of each set that a split asks for.</summary>
    public List<double[]> Sets { get; } = [];

    /// <summary>Gets or sets the number of targets or classes.</summary>
    public int TargetCount { get; set; }
}
