namespace KServe.Load.Reload;

/// <summary>Numbers the revisions of a model and knows which are still in memory, without keeping them there.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class RevisionCounter(int weightBytes)
{
    private readonly Lock _lock = new();
    private readonly List<WeakReference> _all = [];

    public int CountAlive()
    {
        lock (_lock)
        {
            return _all.Count(static predictor => predictor.IsAlive);
        }
    }

    public Predictor Create()
    {
        lock (_lock)
        {
            var predictor = new WeightedPredictor(_all.Count + 1, weightBytes);
            _all.Add(new WeakReference(predictor));
            return predictor;
        }
    }
}
