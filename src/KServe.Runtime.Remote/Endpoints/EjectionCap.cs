namespace KServe.Runtime.Remote;

/// <summary>Bounds how many of a model's endpoints are left alone at the same time.</summary>
/// <remarks>
/// With most endpoints failing, leaving them all alone would put their load on the few others, which then fail too.
/// Source: Envoy's outlier detection, <c>max_ejection_percent</c>, of which one endpoint is always allowed. Safe for
/// concurrent use.
/// </remarks>
internal sealed class EjectionCap(int endpoints, double share)
{
    private readonly int _max = Math.Max(1, (int)(endpoints * share));
    private int _taken;

    public bool TryTake()
    {
        var taken = Volatile.Read(ref _taken);
        while (taken < _max)
        {
            var seen = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (seen == taken)
            {
                return true;
            }

            taken = seen;
        }

        return false;
    }

    public void Return() => Interlocked.Decrement(ref _taken);
}
