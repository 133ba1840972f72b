using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Mixes a row with each row of the background for each coalition, and averages the scores.</summary>
internal sealed class CoalitionRows(
    IReadOnlyList<Coalition> coalitions,
    int[] features,
    ReadOnlyMemory<double> explained,
    FeatureTable background,
    int outputCount) : IRowSource
{
    public long RowCount => (long)coalitions.Count * background.RowCount;

    /// <summary>Gets the mean score of each coalition: coalitions by outputs.</summary>
    public double[] Means { get; } = new double[checked(coalitions.Count * outputCount)];

    public void Fill(long index, Span<double> row)
    {
        var coalition = coalitions[(int)(index / background.RowCount)];
        background.GetRow((int)(index % background.RowCount)).CopyTo(row);
        var values = explained.Span;
        for (var i = 0; i < features.Length; i++)
        {
            if (coalition.Contains(i))
            {
                row[features[i]] = values[features[i]];
            }
        }
    }

    public void Accept(long index, ReadOnlySpan<double> scores)
    {
        var mean = Means.AsSpan((int)(index / background.RowCount) * outputCount, outputCount);
        TensorPrimitives.MultiplyAdd(scores, 1.0 / background.RowCount, mean, mean);
    }
}
