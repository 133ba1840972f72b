namespace KServe.Runtime.Sklearn;

/// <summary>Names the methods that a fitted estimator has.</summary>
[Flags]
internal enum EstimatorMethods
{
    None = 0,
    Predict = 1,
    PredictProba = 2,
    PredictLogProba = 4,
    DecisionFunction = 8,
    Transform = 16,
    ScoreSamples = 32,

    /// <summary>The leaf of each tree (<c>apply</c>).</summary>
    Apply = 64,
}
