using System.Runtime.InteropServices;

namespace KServe.Explainers;

/// <summary>Chooses the coalitions that are looked at, for a number of features.</summary>
/// <remarks>
/// As Lundberg and Lee, "A unified approach to interpreting model predictions" (2017), weigh them: whole sizes are
/// taken from the outside in, {1, n-1}, {2, n-2}, ..., as long as they fit; what remains of the budget is drawn at
/// random, each set together with its complement.
/// </remarks>
internal sealed class CoalitionPlan
{
    private readonly int _featureCount;
    private readonly Random _random;
    private readonly List<Coalition> _coalitions = [];

    private CoalitionPlan(int featureCount, int seed)
    {
        _featureCount = featureCount;
        _random = new Random(seed);
    }

    /// <summary>Makes the coalitions; neither the empty one nor that of all features is among them.</summary>
    /// <param name="featureCount">2 or more.</param>
    /// <param name="sampleCount">About the most coalitions.</param>
    /// <param name="seed">Decides on the random ones.</param>
    public static IReadOnlyList<Coalition> Create(int featureCount, int sampleCount, int seed)
    {
        var plan = new CoalitionPlan(featureCount, seed);
        var sizes = GetSizeWeights(featureCount);
        var isComplete = sampleCount >= Math.Pow(2, featureCount) - 2;
        var (rest, restWeight, size) = ((double)sampleCount, 1.0, 1);
        for (; size <= sizes.Length; size++)
        {
            var (count, weight) = (plan.CountSets(size), sizes[size - 1]);
            if (!isComplete && rest * weight / restWeight < count - 1e-9)
            {
                break;
            }

            plan.AddAll(size, weight / count);
            (rest, restWeight) = (rest - count, restWeight - weight);
        }

        if (size <= sizes.Length)
        {
            plan.AddRandom(sizes.AsSpan(size - 1), size, (int)rest, restWeight);
        }

        return plan._coalitions;
    }

    /// <summary>Gets the weight of each size together with its complement's, which add up to 1.</summary>
    private static double[] GetSizeWeights(int featureCount)
    {
        var weights = new double[featureCount / 2];
        for (var i = 0; i < weights.Length; i++)
        {
            var size = i + 1;
            weights[i] = (featureCount - 1.0) / (size * (double)(featureCount - size))
                * (2 * size == featureCount ? 1 : 2);
        }

        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    /// <summary>Counts the sets of a size and their complements.</summary>
    private double CountSets(int size)
    {
        var count = 1.0;
        for (var i = 0; i < size; i++)
        {
            count = count * (_featureCount - i) / (i + 1);
        }

        return Math.Round(2 * size == _featureCount ? count : 2 * count);
    }

    private void AddAll(int size, double weight)
    {
        var members = new int[size];
        for (var i = 0; i < size; i++)
        {
            members[i] = i;
        }

        while (true)
        {
            Add(members, weight);
            var last = size - 1;
            while (last >= 0 && members[last] == _featureCount - size + last)
            {
                last--;
            }

            if (last < 0)
            {
                return;
            }

            members[last]++;
            for (var i = last + 1; i < size; i++)
            {
                members[i] = members[i - 1] + 1;
            }
        }
    }

    private void Add(ReadOnlySpan<int> members, double weight)
    {
        var set = GetSet(members);
        _coalitions.Add(new Coalition(set, weight));
        if (2 * members.Length != _featureCount)
        {
            _coalitions.Add(new Coalition(GetComplement(set), weight));
        }
    }

    private void AddRandom(ReadOnlySpan<double> sizes, int firstSize, int count, double weight)
    {
        var features = new int[_featureCount];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = i;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<(ulong[] Members, string Key)>();
        for (var i = 0; i < count; i += 2)
        {
            var size = firstSize + DrawSize(sizes);
            for (var k = 0; k < size; k++)
            {
                var other = _random.Next(k, features.Length);
                (features[k], features[other]) = (features[other], features[k]);
            }

            var set = GetSet(features.AsSpan(0, size));
            Count(set);
            Count(GetComplement(set));
        }

        var total = (double)counts.Values.Sum();
        foreach (var (members, key) in order)
        {
            _coalitions.Add(new Coalition(members, weight * counts[key] / total));
        }

        void Count(ulong[] members)
        {
            // A set that is drawn again costs no call of the model: it only counts more.
            var key = string.Create(members.Length * 4, members, static (text, words) =>
                MemoryMarshal.Cast<ulong, char>(words).CopyTo(text));
            if (!counts.TryAdd(key, 1))
            {
                counts[key]++;
                return;
            }

            order.Add((members, key));
        }
    }

    private int DrawSize(ReadOnlySpan<double> sizes)
    {
        var sum = 0.0;
        foreach (var weight in sizes)
        {
            sum += weight;
        }

        var at = _random.NextDouble() * sum;
        for (var i = 0; i < sizes.Length; i++)
        {
            at -= sizes[i];
            if (at < 0)
            {
                return i;
            }
        }

        return sizes.Length - 1;
    }

    private ulong[] GetSet(ReadOnlySpan<int> members)
    {
        var set = new ulong[(_featureCount + 63) / 64];
        foreach (var member in members)
        {
            set[member >> 6] |= 1UL << (member & 63);
        }

        return set;
    }

    private ulong[] GetComplement(ulong[] set)
    {
        var complement = Array.ConvertAll(set, static word => ~word);
        if ((_featureCount & 63) != 0)
        {
            complement[^1] &= (1UL << (_featureCount & 63)) - 1;
        }

        return complement;
    }
}
