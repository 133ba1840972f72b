using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Attention;

/// <summary>Brings the keys and values of a tile into the form that the kernel reads.</summary>
internal static unsafe class TileLoader
{
    /// <summary>Points at a tile in the blocks of a sequence; what is not float32 is widened first.</summary>
    public static void FromBlocks(
        ref AttentionWork work, int* blocks, int head, int tile, int keys, ref TileScratch scratch)
    {
        var padded = work.PaddedHeadSize;
        scratch.KeyStride = work.Format == KvFormat.F32 ? work.BlockSize : TileScratch.GroupSize;
        for (var group = 0; group * TileScratch.GroupSize < keys; group++)
        {
            var position = (tile * TileScratch.TileSize) + (group * TileScratch.GroupSize);
            var slot = position % work.BlockSize;
            var keyHead = work.Store + ((nint)blocks[position / work.BlockSize] * work.BlockBytes)
                + ((nint)head * work.HeadBytes);
            var valueHead = keyHead + work.KeyBytes;
            if (work.Format == KvFormat.F32)
            {
                scratch.Keys[group] = (float*)keyHead + slot;
                scratch.Values[group] = (float*)valueHead + ((nint)slot * padded);
                continue;
            }

            scratch.Keys[group] = scratch.KeyTile + (group * TileScratch.GroupSize * padded);
            scratch.Values[group] = scratch.ValueTile + (group * TileScratch.GroupSize * padded);
            if (work.Format == KvFormat.Q8)
            {
                WidenBytes(ref work, keyHead, valueHead, slot, scratch.Keys[group], scratch.Values[group]);
            }
            else
            {
                WidenWords(ref work, keyHead, valueHead, slot, scratch.Keys[group], scratch.Values[group]);
            }
        }
    }

    /// <summary>Copies a tile out of rows of keys and values.</summary>
    public static void FromRows(
        ref AttentionWork work, int firstToken, int head, int tile, int keys, ref TileScratch scratch)
    {
        var padded = work.PaddedHeadSize;
        var size = work.Shape.HeadSize;
        scratch.KeyStride = TileScratch.GroupSize;
        for (var key = 0; key < keys; key++)
        {
            var token = firstToken + (tile * TileScratch.TileSize) + key;
            var group = key / TileScratch.GroupSize;
            var slot = key % TileScratch.GroupSize;
            var keyTile = scratch.KeyTile + (group * TileScratch.GroupSize * padded);
            var valueTile = scratch.ValueTile + (group * TileScratch.GroupSize * padded);
            scratch.Keys[group] = keyTile;
            scratch.Values[group] = valueTile;
            var keyRow = work.Keys + ((nint)token * work.KeyValueStride) + (head * size);
            for (var i = 0; i < size; i++)
            {
                keyTile[(i * TileScratch.GroupSize) + slot] = keyRow[i];
            }

            var valueRow = work.Values + ((nint)token * work.KeyValueStride) + (head * size);
            new Span<float>(valueRow, size).CopyTo(new Span<float>(valueTile + (slot * padded), size));
            new Span<float>(valueTile + (slot * padded) + size, padded - size).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WidenWords(
        ref AttentionWork work, byte* keyHead, byte* valueHead, int slot, float* keys, float* values)
    {
        var isHalf = work.Format == KvFormat.F16;
        var source = (ushort*)keyHead + slot;
        for (var i = 0; i < work.Shape.HeadSize; i++)
        {
            Widen(isHalf, source + ((nint)i * work.BlockSize), keys + (i * TileScratch.GroupSize));
        }

        var rows = (ushort*)valueHead + ((nint)slot * work.PaddedHeadSize);
        for (var i = 0; i < TileScratch.GroupSize * work.PaddedHeadSize; i += TileScratch.GroupSize)
        {
            Widen(isHalf, rows + i, values + i);
        }
    }

    private static void Widen(bool isHalf, ushort* source, float* destination)
    {
        if (isHalf)
        {
            KvUnpack.Halves(source, destination);
        }
        else
        {
            KvUnpack.Brains(source, destination);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WidenBytes(
        ref AttentionWork work, byte* keyHead, byte* valueHead, int slot, float* keys, float* values)
    {
        var scales = (float*)keyHead + slot;
        var low = Vector256.Load(scales);
        var high = Vector256.Load(scales + 8);
        var source = (sbyte*)keyHead + (work.BlockSize * sizeof(float)) + slot;
        for (var i = 0; i < work.Shape.HeadSize; i++)
        {
            KvUnpack.Bytes(source + ((nint)i * work.BlockSize), low, high, keys + (i * TileScratch.GroupSize));
        }

        var padded = work.PaddedHeadSize;
        var rows = (sbyte*)valueHead + (work.BlockSize * sizeof(float)) + ((nint)slot * padded);
        for (var key = 0; key < TileScratch.GroupSize; key++)
        {
            var scale = Vector256.Create(((float*)valueHead)[slot + key]);
            for (var i = 0; i < padded; i += TileScratch.GroupSize)
            {
                KvUnpack.Bytes(rows + (key * padded) + i, scale, scale, values + (key * padded) + i);
            }
        }
    }
}
