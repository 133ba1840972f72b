namespace KServe.Runtime.Generative.Sampling;

/// <summary>Finds the smallest set of candidates whose weights reach a share of the sum.</summary>
/// <remarks>
/// A quickselect by weight: of the two sides of a pivot only the one that holds the border is looked at again. What is
/// left when it is small, or when pivots were bad too often, is sorted.
/// </remarks>
internal static class Nucleus
{
    private const int SmallCount = 64;
    private const int MaxRounds = 64;

    /// <summary>Moves the set to the front.</summary>
    /// <param name="candidates">The candidates with their weights.</param>
    /// <param name="target">The weight to reach.</param>
    /// <returns>How many candidates there are in the set; at least 1.</returns>
    public static int Select(Span<Candidate> candidates, double target)
    {
        var low = 0;
        var high = candidates.Length;
        var mass = 0.0;
        for (var round = 0; high - low > SmallCount && round < MaxRounds; round++)
        {
            var pivot = low + Partition(candidates[low..high]);
            var before = mass + Sum(candidates[low..pivot]);
            if (before >= target)
            {
                high = pivot;
            }
            else if (before + candidates[pivot].Value >= target)
            {
                return pivot + 1;
            }
            else
            {
                mass = before + candidates[pivot].Value;
                low = pivot + 1;
            }
        }

        candidates[low..high].Sort(CandidateOrder.Descending);
        for (; low < high; low++)
        {
            mass += candidates[low].Value;
            if (mass >= target)
            {
                return low + 1;
            }
        }

        return Math.Max(1, high);
    }

    private static double Sum(ReadOnlySpan<Candidate> candidates)
    {
        var sum = 0.0;
        foreach (ref readonly var candidate in candidates)
        {
            sum += candidate.Value;
        }

        return sum;
    }

    // Puts what precedes the median of three in front of it and returns its place.
    private static int Partition(Span<Candidate> candidates)
    {
        var last = candidates.Length - 1;
        Order(ref candidates[0], ref candidates[last / 2]);
        Order(ref candidates[0], ref candidates[last]);
        Order(ref candidates[last], ref candidates[last / 2]);
        var pivot = candidates[last];
        var place = 0;
        for (var i = 0; i < last; i++)
        {
            if (CandidateOrder.Precedes(candidates[i], pivot))
            {
                (candidates[place], candidates[i]) = (candidates[i], candidates[place]);
                place++;
            }
        }

        (candidates[place], candidates[last]) = (candidates[last], candidates[place]);
        return place;
    }

    private static void Order(ref Candidate first, ref Candidate second)
    {
        if (CandidateOrder.Precedes(second, first))
        {
            (first, second) = (second, first);
        }
    }
}
