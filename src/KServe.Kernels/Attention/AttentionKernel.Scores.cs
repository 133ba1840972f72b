using System.Runtime.CompilerServices;
using KServe.Kernels.Vectors;

namespace KServe.Kernels.Attention;

/// <summary>The scores of a tile, and what becomes of them.</summary>
internal static unsafe partial class AttentionKernel<TLanes>
{
    /// <summary>Multiplies queries with the keys of a tile, in registers of one number of several keys.</summary>
    private static void Scores(float* queries, ref AttentionWork work, int keys, int count, ref TileScratch scratch)
    {
        var size = work.Shape.HeadSize;
        var padded = work.PaddedHeadSize;
        for (var key = 0; key < keys; key += 2 * TLanes.Count)
        {
            var left = KeyAt(ref scratch, key);
            var right = key + TLanes.Count < keys ? KeyAt(ref scratch, key + TLanes.Count) : left;
            var scores = scratch.Scores + key;
            if (count == TileScratch.RowStep)
            {
                FourScores(queries, padded, left, right, scratch.KeyStride, size, scores);
                continue;
            }

            for (var row = 0; row < count; row++)
            {
                var query = queries + (row * padded);
                OneScore(query, left, right, scratch.KeyStride, size, scores + (row * TileScratch.TileSize));
            }
        }
    }

    private static float* KeyAt(ref TileScratch scratch, int key) =>
        scratch.Keys[key / TileScratch.GroupSize] + (key % TileScratch.GroupSize);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FourScores(
        float* queries, int padded, float* left, float* right, int stride, int size, float* scores)
    {
        var (a0, a1, b0, b1) = (default(TLanes), default(TLanes), default(TLanes), default(TLanes));
        var (c0, c1, d0, d1) = (default(TLanes), default(TLanes), default(TLanes), default(TLanes));
        var qa = queries;
        var qb = qa + padded;
        var qc = qb + padded;
        var qd = qc + padded;
        for (var i = 0; i < size; i++)
        {
            var k0 = TLanes.Load(left);
            var k1 = TLanes.Load(right);
            var a = TLanes.Create(qa[i]);
            a0 = TLanes.MultiplyAdd(a, k0, a0);
            a1 = TLanes.MultiplyAdd(a, k1, a1);
            var b = TLanes.Create(qb[i]);
            b0 = TLanes.MultiplyAdd(b, k0, b0);
            b1 = TLanes.MultiplyAdd(b, k1, b1);
            var c = TLanes.Create(qc[i]);
            c0 = TLanes.MultiplyAdd(c, k0, c0);
            c1 = TLanes.MultiplyAdd(c, k1, c1);
            var d = TLanes.Create(qd[i]);
            d0 = TLanes.MultiplyAdd(d, k0, d0);
            d1 = TLanes.MultiplyAdd(d, k1, d1);
            left += stride;
            right += stride;
        }

        StoreTwo(a0, a1, scores);
        StoreTwo(b0, b1, scores + TileScratch.TileSize);
        StoreTwo(c0, c1, scores + (2 * TileScratch.TileSize));
        StoreTwo(d0, d1, scores + (3 * TileScratch.TileSize));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneScore(float* query, float* left, float* right, int stride, int size, float* scores)
    {
        var (a0, a1) = (default(TLanes), default(TLanes));
        for (var i = 0; i < size; i++)
        {
            var a = TLanes.Create(query[i]);
            a0 = TLanes.MultiplyAdd(a, TLanes.Load(left), a0);
            a1 = TLanes.MultiplyAdd(a, TLanes.Load(right), a1);
            left += stride;
            right += stride;
        }

        StoreTwo(a0, a1, scores);
    }

    private static void StoreTwo(TLanes left, TLanes right, float* destination)
    {
        TLanes.Store(left, destination);
        TLanes.Store(right, destination + TLanes.Count);
    }

    /// <summary>Adds biases to scores and caps them, where a model does.</summary>
    private static void Change(ref AttentionWork work, float* bias, float* scores)
    {
        if (bias is not null)
        {
            for (var i = 0; i < TileScratch.TileSize; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(scores + i) + TLanes.Load(bias + i), scores + i);
            }
        }

        if (work.Shape.SoftCap > 0f)
        {
            var cap = TLanes.Create(work.Shape.SoftCap);
            var inverse = TLanes.Create(1f / work.Shape.SoftCap);
            for (var i = 0; i < TileScratch.TileSize; i += TLanes.Count)
            {
                TLanes.Store(cap * FloatMath.Tanh(TLanes.Load(scores + i) * inverse), scores + i);
            }
        }
    }

    private static float Highest(float* scores)
    {
        var lanes = TLanes.Load(scores);
        for (var i = TLanes.Count; i < TileScratch.TileSize; i += TLanes.Count)
        {
            lanes = TLanes.Max(lanes, TLanes.Load(scores + i));
        }

        return TLanes.Highest(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Weights(float* scores, float highest)
    {
        var shift = TLanes.Create(highest);
        var sum = default(TLanes);
        for (var i = 0; i < TileScratch.TileSize; i += TLanes.Count)
        {
            var weight = FloatMath.Exp(TLanes.Load(scores + i) - shift);
            TLanes.Store(weight, scores + i);
            sum += weight;
        }

        return TLanes.Sum(sum);
    }
}
