namespace KServe;

/// <summary>Deals requests out to tracks by weight, evenly: no dice, no lock, no allocation.</summary>
/// <remarks>
/// The order repeats after as many requests as the weights add up to, and is that of the chairman assignment problem
/// (R. Tijdeman, Discrete Mathematics 32, 1980): after any number of requests each of k tracks has had its share, give
/// or take less than 1 - 1 / (2k - 2) requests. Safe for concurrent use.
/// </remarks>
internal sealed class TrafficSchedule
{
    private readonly byte[] _order;
    private readonly int[] _weights;
    private long _next;

    /// <summary>Creates a schedule.</summary>
    /// <param name="weights">One for each track, at most 255; together at least 1.</param>
    public TrafficSchedule(ReadOnlySpan<int> weights)
    {
        _weights = weights.ToArray();
        _order = Assign(weights, GetDivisor(weights));
    }

    public ReadOnlySpan<int> Weights => _weights;

    /// <summary>Gets the track of the next request.</summary>
    public int Next() => _order[(int)((ulong)(Interlocked.Increment(ref _next) - 1) % (ulong)_order.Length)];

    private static int GetDivisor(ReadOnlySpan<int> weights)
    {
        var divisor = 0;
        foreach (var weight in weights)
        {
            var other = weight;
            while (other != 0)
            {
                (divisor, other) = (other, divisor % other);
            }
        }

        return divisor;
    }

    // In integers: all shares times their common denominators, so that no rounding adds up.
    private static byte[] Assign(ReadOnlySpan<int> weights, int divisor)
    {
        long total = 0;
        var sharing = 0;
        foreach (var weight in weights)
        {
            total += weight / divisor;
            sharing += weight > 0 ? 1 : 0;
        }

        var scale = Math.Max(1, (2 * sharing) - 2);
        var order = new byte[total];
        var given = new long[weights.Length];
        for (var n = 0; n < order.Length; n++)
        {
            var best = -1;
            long bestSlack = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                long weight = weights[i] / divisor;
                var owed = scale * (((n + 1) * weight) - (given[i] * total));
                if (weight == 0 || owed < total)
                {
                    continue;
                }

                // The track that would be late first; fractions are compared crosswise.
                var slack = (total * scale) - total - owed;
                if (best < 0 || slack * (weights[best] / divisor) < bestSlack * weight)
                {
                    (best, bestSlack) = (i, slack);
                }
            }

            order[n] = (byte)best;
            given[best]++;
        }

        return order;
    }
}
