using System.Numerics.Tensors;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Keeps the place of the best score of each row: of a vocabulary, all would be too much to keep.</summary>
internal sealed class BestList(int count, int width) : IScoreSink
{
    private readonly int[][] _best = new int[count][];

    /// <summary>Gets the best of each row of a text.</summary>
    public int[] this[int index] => _best[index];

    public void Take(int index, ReadOnlySpan<float> scores)
    {
        var best = new int[scores.Length / width];
        for (var row = 0; row < best.Length; row++)
        {
            best[row] = TensorPrimitives.IndexOfMax(scores.Slice(row * width, width));
        }

        _best[index] = best;
    }
}
