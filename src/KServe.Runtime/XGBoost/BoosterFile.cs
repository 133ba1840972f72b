namespace KServe.Runtime.XGBoost;

/// <summary>Holds what a booster's file says, whatever its format, before it is made sense of.</summary>
internal sealed class BoosterFile
{
    /// <summary>Gets or sets the version of the library that wrote the file; 0.0 when it is older than 1.0.</summary>
    public Version Version { get; set; } = new(0, 0);

    /// <summary>Gets or sets the name of the objective, like <c>binary:logistic</c>.</summary>
    public string? Objective { get; set; }

    /// <summary>Gets or sets the name of the booster: <c>gbtree</c>, <c>dart</c> or <c>gblinear</c>.</summary>
    public string? Booster { get; set; }

    public long FeatureCount { get; set; }

    public long ClassCount { get; set; }

    public long TargetCount { get; set; } = 1;

    /// <summary>Gets or sets the global bias: one value or one per output, in the space of predictions.</summary>
    public float[] BaseScore { get; set; } = [0.5f];

    /// <summary>Gets or sets whether <see cref="BaseScore"/> is in the space of margins already.</summary>
    public bool IsBaseMargin { get; set; }

    public List<BoosterTree> Trees { get; } = [];

    /// <summary>Gets or sets the number of trees that the file declares; -1 when it does not.</summary>
    public long DeclaredTreeCount { get; set; } = -1;

    /// <summary>Gets the output that each tree adds to.</summary>
    public List<int> TreeGroups { get; } = [];

    /// <summary>Gets the weight of each tree of a dart booster.</summary>
    public List<float> TreeWeights { get; } = [];

    /// <summary>Gets or sets the trees that each round grew per output; 0 when the file does not say.</summary>
    public long ParallelTreeCount { get; set; }

    /// <summary>Gets the first tree of each round and the end of the last; empty in files from before 2.0.</summary>
    public List<int> RoundStarts { get; } = [];

    /// <summary>Gets the weights of a linear booster, feature by feature, the biases last.</summary>
    public List<float> LinearWeights { get; } = [];

    public Dictionary<string, string> Attributes { get; set; } = [];

    public List<string> FeatureNames { get; set; } = [];

    /// <summary>Gets or sets the types of the features; <c>c</c> is a category.</summary>
    public List<string> FeatureTypes { get; set; } = [];
}
