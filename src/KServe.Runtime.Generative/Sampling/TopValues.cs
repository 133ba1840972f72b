using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Finds large values in a row of logits without sorting it.</summary>
internal static class TopValues
{
    /// <summary>Finds the k-th largest value.</summary>
    /// <param name="values">The row, at least k values and no NaN.</param>
    /// <param name="heap">Room for k values: the largest so far, the smallest of them on top.</param>
    public static float FindThreshold(ReadOnlySpan<float> values, Span<float> heap)
    {
        values[..heap.Length].CopyTo(heap);
        for (var i = (heap.Length / 2) - 1; i >= 0; i--)
        {
            SiftDown(heap, i);
        }

        // After the first few thousand values hardly any is above the threshold: whole vectors are skipped.
        var index = heap.Length;
        while ((index = FindAbove(values, index, heap[0])) < values.Length)
        {
            heap[0] = values[index++];
            SiftDown(heap, 0);
        }

        return heap[0];
    }

    /// <summary>Collects all tokens from a value on, in the order of their ids.</summary>
    /// <returns>How many there are.</returns>
    public static int Collect(ReadOnlySpan<float> values, float least, Span<Candidate> destination)
    {
        // Minus infinity is forbidden, whatever the bound.
        var below = MathF.BitDecrement(Math.Max(least, float.MinValue));
        var count = 0;
        for (var i = FindAbove(values, 0, below); i < values.Length; i = FindAbove(values, i + 1, below))
        {
            destination[count++] = new Candidate { Value = values[i], Token = i };
        }

        return count;
    }

    /// <summary>Counts the values from a value on.</summary>
    public static int CountFrom(ReadOnlySpan<float> values, float least)
    {
        var count = 0;
        var bound = Vector256.Create(least);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        foreach (var vector in vectors)
        {
            count += System.Numerics.BitOperations.PopCount(
                Vector256.GreaterThanOrEqual(vector, bound).ExtractMostSignificantBits());
        }

        foreach (var value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            count += value >= least ? 1 : 0;
        }

        return count;
    }

    // The index of the first value above a bound from a start on; the length when there is none.
    private static int FindAbove(ReadOnlySpan<float> values, int start, float bound)
    {
        var bounds = Vector256.Create(bound);
        while (start + Vector256<float>.Count <= values.Length)
        {
            var bits = Vector256.GreaterThan(Vector256.Create(values[start..]), bounds).ExtractMostSignificantBits();
            if (bits != 0)
            {
                return start + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }

            start += Vector256<float>.Count;
        }

        for (; start < values.Length; start++)
        {
            if (values[start] > bound)
            {
                return start;
            }
        }

        return values.Length;
    }

    private static void SiftDown(Span<float> heap, int parent)
    {
        var value = heap[parent];
        int child;
        while ((child = (2 * parent) + 1) < heap.Length)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
            {
                child++;
            }

            if (heap[child] >= value)
            {
                break;
            }

            heap[parent] = heap[child];
            parent = child;
        }

        heap[parent] = value;
    }
}
