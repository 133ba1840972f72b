namespace KServe.Runtime.Pmml.Mining;

/// <summary>How segments are joined.</summary>
/// <param name="Method">The method.</param>
/// <param name="Treatment">What happens when a segment has no prediction.</param>
/// <param name="MissingThreshold">The share of weight without a prediction from which there is no result.</param>
internal sealed record SegmentOptions(
    MultipleModelMethod Method,
    MissingPredictionTreatment Treatment,
    double MissingThreshold);
