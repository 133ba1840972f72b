namespace KServe.Detectors;

/// <summary>Builds one isolation tree over a sample of rows.</summary>
internal sealed class IsolationTreeBuilder(double[] rows, int columns, int sampleSize, Random random)
{
    private readonly List<int> _features = [];
    private readonly List<double> _thresholds = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<int> _sizes = [];
    private readonly int _maxDepth = (int)Math.Ceiling(Math.Log2(Math.Max(sampleSize, 2)));

    public IsolationTree Build(Span<int> sample)
    {
        Split(sample, depth: 0);
        return new IsolationTree([.. _features], [.. _thresholds], [.. _left], [.. _right], [.. _sizes]);
    }

    private int Split(Span<int> sample, int depth)
    {
        var node = _features.Count;
        _features.Add(-1);
        _thresholds.Add(0);
        _left.Add(0);
        _right.Add(0);
        _sizes.Add(sample.Length);
        if (sample.Length <= 1 || depth >= _maxDepth || !TryChoose(sample, out var feature, out var threshold))
        {
            return node;
        }

        var middle = Partition(sample, feature, threshold);
        _features[node] = feature;
        _thresholds[node] = threshold;
        _left[node] = Split(sample[..middle], depth + 1);
        _right[node] = Split(sample[middle..], depth + 1);
        return node;
    }

    // A random feature that is not constant here; constants are drawn without replacement as scikit-learn does.
    private bool TryChoose(ReadOnlySpan<int> sample, out int feature, out double threshold)
    {
        var candidates = new int[columns];
        for (var i = 0; i < columns; i++)
        {
            candidates[i] = i;
        }

        for (var left = columns; left > 0; left--)
        {
            var drawn = random.Next(left);
            feature = candidates[drawn];
            candidates[drawn] = candidates[left - 1];
            var (low, high) = GetRange(sample, feature);
            if (low < high)
            {
                // Below the highest, so that both sides get a row even when rounding goes up.
                threshold = Math.Min(low + (random.NextDouble() * (high - low)), Math.BitDecrement(high));
                return true;
            }
        }

        (feature, threshold) = (-1, 0);
        return false;
    }

    private (double Low, double High) GetRange(ReadOnlySpan<int> sample, int feature)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in sample)
        {
            var value = rows[(row * columns) + feature];
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }

    private int Partition(Span<int> sample, int feature, double threshold)
    {
        var middle = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (rows[(sample[i] * columns) + feature] <= threshold)
            {
                (sample[i], sample[middle]) = (sample[middle], sample[i]);
                middle++;
            }
        }

        return middle;
    }
}
