namespace KServe.Runtime.Generative.Configuration;

/// <summary>Attention biases by the distance between two tokens, in buckets (T5, MPNet).</summary>
/// <param name="BucketCount">The number of buckets.</param>
/// <param name="MaxDistance">The distance from which on all share the last bucket.</param>
internal sealed record RelativePositionConfiguration(int BucketCount, int MaxDistance);
