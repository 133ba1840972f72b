namespace KServe.Transformers;

/// <summary>Names how a model's numbers become scores.</summary>
public enum ScoreActivation
{
    /// <summary>They are scores already.</summary>
    None,

    /// <summary>Those of a row add up to one.</summary>
    Softmax,

    /// <summary>Each becomes a probability of its own.</summary>
    Sigmoid,
}
