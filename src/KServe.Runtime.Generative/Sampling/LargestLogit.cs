using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Finds the largest number of a row in one pass.</summary>
/// <remarks>
/// A row of a large vocabulary does not stay in the first cache: it is read once, in chunks of which only the largest
/// number is remembered, and of the best chunk a second time.
/// </remarks>
internal static class LargestLogit
{
    private const int ChunkSize = 2048;
    private const int Infinity = 0x7F800000;
    private const int NoSign = 0x7FFFFFFF;

    /// <summary>Finds the largest number.</summary>
    /// <param name="logits">The row, not empty.</param>
    /// <param name="token">Takes its place; among equals the first.</param>
    /// <returns>The number; NaN when there is one in the row.</returns>
    public static float Find(ReadOnlySpan<float> logits, out int token)
    {
        var largest = float.NegativeInfinity;
        var best = 0;
        for (var start = 0; start < logits.Length; start += ChunkSize)
        {
            var most = FindInChunk(logits.Slice(start, Math.Min(ChunkSize, logits.Length - start)));
            if (most > largest)
            {
                (largest, best) = (most, start);
            }
            else if (float.IsNaN(most))
            {
                token = -1;
                return most;
            }
        }

        token = best + logits[best..].IndexOf(largest);
        return largest;
    }

    private static float FindInChunk(ReadOnlySpan<float> chunk)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(chunk);
        var (a, b) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));
        var (sizeA, sizeB) = (Vector<int>.Zero, Vector<int>.Zero);
        var i = 0;
        for (; i <= vectors.Length - 2; i += 2)
        {
            a = Vector.MaxNative(a, vectors[i]);
            b = Vector.MaxNative(b, vectors[i + 1]);
            sizeA = Vector.Max(sizeA, vectors[i].As<float, int>() & new Vector<int>(NoSign));
            sizeB = Vector.Max(sizeB, vectors[i + 1].As<float, int>() & new Vector<int>(NoSign));
        }

        var rest = chunk[(i * Vector<float>.Count)..];
        var most = rest.IsEmpty ? float.NegativeInfinity : TensorPrimitives.Max(rest);
        a = Vector.MaxNative(a, b);
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            most = MathF.Max(most, a[lane]);
        }

        // The bits of magnitudes are ordered as the magnitudes are, with NaN above infinity.
        return Vector.GreaterThanAny(Vector.Max(sizeA, sizeB), new Vector<int>(Infinity)) ? float.NaN : most;
    }
}
