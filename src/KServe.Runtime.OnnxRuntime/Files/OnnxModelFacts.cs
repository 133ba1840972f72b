namespace KServe.Runtime.OnnxRuntime;

/// <summary>Holds what a model file says about itself before the native library sees it.</summary>
internal sealed class OnnxModelFacts
{
    public List<ExternalData> ExternalData { get; } = [];

    /// <summary>Gets or sets whether an input of the graph leaves its rank open, which a session hides.</summary>
    public bool HasInputOfUnknownRank { get; set; }

    /// <summary>Gets or sets the bytes of the model file and of its data files.</summary>
    public long FileBytes { get; set; }

    public bool HasGraph { get; set; }
}
