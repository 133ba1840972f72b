namespace KServe.AspNetCore.Tests.Rollout;

/// <summary>Numbers revisions and knows which are still in memory, without keeping them there.</summary>
internal sealed class RevisionLog
{
    private readonly Lock _lock = new();
    private readonly List<WeakReference> _all = [];

    public int Created
    {
        get
        {
            lock (_lock)
            {
                return _all.Count;
            }
        }
    }

    public NumberedPredictor Create()
    {
        lock (_lock)
        {
            var predictor = new NumberedPredictor(_all.Count + 1);
            _all.Add(new WeakReference(predictor));
            return predictor;
        }
    }

    /// <summary>Collects garbage until no more than some revisions are left, or gives up.</summary>
    public async Task<int> CollectAsync(int expected)
    {
        for (var i = 0; i < 200; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (CountAlive() <= expected)
            {
                break;
            }

            await Task.Yield();
        }

        return CountAlive();
    }

    private int CountAlive()
    {
        lock (_lock)
        {
            return _all.Count(static predictor => predictor.IsAlive);
        }
    }
}
