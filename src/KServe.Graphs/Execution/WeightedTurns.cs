namespace KServe.Graphs;

/// <summary>Deals requests out by weight, exactly and evenly.</summary>
/// <remarks>
/// Safe for concurrent use. Of any 100 requests in a row each step gets as many as its weight says; the order is that
/// of nginx's smooth weighted round robin, so that shares are right over short times too.
/// </remarks>
internal sealed class WeightedTurns
{
    private readonly byte[] _order;
    private uint _next = uint.MaxValue;

    public WeightedTurns(int[] weights)
    {
        var total = weights.Sum();
        _order = new byte[total];
        var current = new int[weights.Length];
        for (var turn = 0; turn < total; turn++)
        {
            var best = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                current[i] += weights[i];
                best = current[i] > current[best] ? i : best;
            }

            current[best] -= total;
            _order[turn] = (byte)best;
        }
    }

    /// <summary>Gets the index of the next request's step.</summary>
    public int Next()
    {
        // The counter starts anew by itself after 2^32 requests: one short round is then dealt.
        return _order[Interlocked.Increment(ref _next) % (uint)_order.Length];
    }
}
