namespace KServe.ManyModels;

/// <summary>The models of all requests, by their number: the same for a seed, however many clients there are.</summary>
internal sealed class ZipfSequence
{
    private readonly double[] _shares;
    private readonly ulong _seed;

    public ZipfSequence(int models, double exponent, int seed)
    {
        _seed = (ulong)seed * 0x9E3779B97F4A7C15;
        _shares = new double[models];
        var sum = 0.0;
        for (var i = 0; i < models; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            _shares[i] = sum;
        }

        for (var i = 0; i < models; i++)
        {
            _shares[i] /= sum;
        }
    }

    public int this[long index]
    {
        get
        {
            // SplitMix64 (Steele, Lea and Flood 2014): a random number for each index, without a state.
            var z = _seed + ((ulong)index * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            var share = ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
            var found = Array.BinarySearch(_shares, share);
            return Math.Min(found >= 0 ? found + 1 : ~found, _shares.Length - 1);
        }
    }
}
