using System.Runtime.CompilerServices;
using KServe.Kernels.Vectors;

namespace KServe.Kernels.Attention;

/// <summary>The weighted sums of values.</summary>
internal static unsafe partial class AttentionKernel<TLanes>
{
    private static void Fade(float* sums, float fade, int padded)
    {
        var factor = TLanes.Create(fade);
        for (var i = 0; i < padded; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(sums + i) * factor, sums + i);
        }
    }

    /// <summary>Adds the values of keys that four rows see alike.</summary>
    private static void FourSums(int row, int begin, int end, int padded, ref TileScratch scratch)
    {
        for (var key = begin; key < end;)
        {
            var group = key / TileScratch.GroupSize;
            var groupEnd = Math.Min(end, (group + 1) * TileScratch.GroupSize);
            var values = scratch.Values[group] + ((nint)(key % TileScratch.GroupSize) * padded);
            var weights = scratch.Scores + key;
            var sums = scratch.Split.Sums + (row * padded);
            for (var i = 0; i < padded;)
            {
                if (i + (2 * TLanes.Count) <= padded)
                {
                    FourByTwo(weights, values + i, padded, groupEnd - key, sums + i);
                    i += 2 * TLanes.Count;
                }
                else
                {
                    for (var r = 0; r < TileScratch.RowStep; r++)
                    {
                        var rowSums = sums + (r * padded) + i;
                        OneByOne(weights + (r * TileScratch.TileSize), values + i, padded, groupEnd - key, rowSums);
                    }

                    i += TLanes.Count;
                }
            }

            key = groupEnd;
        }
    }

    /// <summary>Adds the values of the keys that one row sees.</summary>
    private static void OneSum(int row, int scoreRow, int begin, int end, int padded, ref TileScratch scratch)
    {
        for (var key = begin; key < end;)
        {
            var group = key / TileScratch.GroupSize;
            var groupEnd = Math.Min(end, (group + 1) * TileScratch.GroupSize);
            var values = scratch.Values[group] + ((nint)(key % TileScratch.GroupSize) * padded);
            var weights = scratch.Scores + (scoreRow * TileScratch.TileSize) + key;
            var sums = scratch.Split.Sums + (row * padded);
            for (var i = 0; i < padded;)
            {
                if (i + (4 * TLanes.Count) <= padded)
                {
                    OneByFour(weights, values + i, padded, groupEnd - key, sums + i);
                    i += 4 * TLanes.Count;
                }
                else
                {
                    OneByOne(weights, values + i, padded, groupEnd - key, sums + i);
                    i += TLanes.Count;
                }
            }

            key = groupEnd;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FourByTwo(float* weights, float* values, int padded, int keys, float* sums)
    {
        var sb = sums + padded;
        var sc = sb + padded;
        var sd = sc + padded;
        var (a0, a1) = (TLanes.Load(sums), TLanes.Load(sums + TLanes.Count));
        var (b0, b1) = (TLanes.Load(sb), TLanes.Load(sb + TLanes.Count));
        var (c0, c1) = (TLanes.Load(sc), TLanes.Load(sc + TLanes.Count));
        var (d0, d1) = (TLanes.Load(sd), TLanes.Load(sd + TLanes.Count));
        for (var key = 0; key < keys; key++)
        {
            var v0 = TLanes.Load(values);
            var v1 = TLanes.Load(values + TLanes.Count);
            var a = TLanes.Create(weights[key]);
            a0 = TLanes.MultiplyAdd(a, v0, a0);
            a1 = TLanes.MultiplyAdd(a, v1, a1);
            var b = TLanes.Create(weights[key + TileScratch.TileSize]);
            b0 = TLanes.MultiplyAdd(b, v0, b0);
            b1 = TLanes.MultiplyAdd(b, v1, b1);
            var c = TLanes.Create(weights[key + (2 * TileScratch.TileSize)]);
            c0 = TLanes.MultiplyAdd(c, v0, c0);
            c1 = TLanes.MultiplyAdd(c, v1, c1);
            var d = TLanes.Create(weights[key + (3 * TileScratch.TileSize)]);
            d0 = TLanes.MultiplyAdd(d, v0, d0);
            d1 = TLanes.MultiplyAdd(d, v1, d1);
            values += padded;
        }

        StoreTwo(a0, a1, sums);
        StoreTwo(b0, b1, sb);
        StoreTwo(c0, c1, sc);
        StoreTwo(d0, d1, sd);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByFour(float* weights, float* values, int padded, int keys, float* sums)
    {
        var (a0, a1) = (TLanes.Load(sums), TLanes.Load(sums + TLanes.Count));
        var (a2, a3) = (TLanes.Load(sums + (2 * TLanes.Count)), TLanes.Load(sums + (3 * TLanes.Count)));
        for (var key = 0; key < keys; key++)
        {
            var a = TLanes.Create(weights[key]);
            a0 = TLanes.MultiplyAdd(a, TLanes.Load(values), a0);
            a1 = TLanes.MultiplyAdd(a, TLanes.Load(values + TLanes.Count), a1);
            a2 = TLanes.MultiplyAdd(a, TLanes.Load(values + (2 * TLanes.Count)), a2);
            a3 = TLanes.MultiplyAdd(a, TLanes.Load(values + (3 * TLanes.Count)), a3);
            values += padded;
        }

        StoreTwo(a0, a1, sums);
        StoreTwo(a2, a3, sums + (2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByOne(float* weights, float* values, int padded, int keys, float* sums)
    {
        var a0 = TLanes.Load(sums);
        for (var key = 0; key < keys; key++)
        {
            a0 = TLanes.MultiplyAdd(TLanes.Create(weights[key]), TLanes.Load(values), a0);
            values += padded;
        }

        TLanes.Store(a0, sums);
    }
}
