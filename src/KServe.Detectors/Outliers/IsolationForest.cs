namespace KServe.Detectors;

/// <summary>Scores rows by how few random splits isolate them.</summary>
/// <remarks>
/// Liu, Ting and Zhou, "Isolation forest" (2008), with the sizes and the score of scikit-learn: the score is the
/// negative of its <c>score_samples</c>, from 0 to 1, and above 0.5 what isolates sooner than the average. Immutable.
/// </remarks>
internal sealed class IsolationForest(IReadOnlyList<IsolationTree> trees, int sampleSize) : IOutlierScorer
{
    private readonly double _average = IsolationTree.GetAverageLength(sampleSize);

    public static IsolationForest Fit(double[] rows, int columns, int trees, int maxSamples, Random random)
    {
        var count = rows.Length / columns;
        var sampleSize = Math.Min(maxSamples, count);
        var indexes = Enumerable.Range(0, count).ToArray();
        var built = new IsolationTree[trees];
        for (var i = 0; i < trees; i++)
        {
            // A partial Fisher-Yates shuffle: the first ones are a sample without replacement.
            for (var j = 0; j < sampleSize; j++)
            {
                var other = random.Next(j, count);
                (indexes[j], indexes[other]) = (indexes[other], indexes[j]);
            }

            built[i] = new IsolationTreeBuilder(rows, columns, sampleSize, random).Build(indexes.AsSpan(0, sampleSize));
        }

        return new IsolationForest(built, sampleSize);
    }

    public double Score(ReadOnlySpan<double> row)
    {
        var length = 0.0;
        for (var i = 0; i < trees.Count; i++)
        {
            length += trees[i].GetPathLength(row);
        }

        return _average == 0 ? 0.5 : Math.Pow(2, -length / (trees.Count * _average));
    }

    public void Learn(ReadOnlySpan<double> row)
    {
        // A forest is what it was fitted to.
    }
}
