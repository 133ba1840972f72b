namespace KServe;

/// <summary>Counts how the mirrored requests of a track ended.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ShadowCounts(RolloutMetrics metrics, string modelName, string track)
{
    private static readonly string[] Names =
        ["agreed", "differed", "failed", "stable_failed", "both_failed", "not_compared", "dropped"];

    private readonly long[] _counts = new long[Names.Length];
    private readonly KeyValuePair<string, object?> _model = new("model_name", modelName);
    private readonly KeyValuePair<string, object?> _track = new("track", track);

    public long this[ShadowResult result] => Volatile.Read(ref _counts[(int)result]);

    public void Add(ShadowResult result)
    {
        Interlocked.Increment(ref _counts[(int)result]);
        metrics.Shadowed.Add(1, _model, _track, new("result", Names[(int)result]));
    }

    /// <summary>Notes by how much the copy took longer than the client's request.</summary>
    public void AddLatency(TimeSpan difference) =>
        metrics.ShadowLatency.Record(difference.TotalSeconds, _model, _track);
}
