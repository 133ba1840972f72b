using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>Holds the positions of the next separators of a text, found a few hundred bytes ahead.</summary>
/// <remarks>
/// How many separators a block of 64 bytes holds is as good as random, and a loop over them would end in a mispredicted
/// branch for every block. So positions are written four at a time, whether or not there are four, and counted
/// afterwards.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct SeparatorQueue(int start)
{
    private const int Chunk = 4 * Separators.Block;
    private const int AtOnce = 4;
    private Positions _positions;

    /// <summary>Gets or sets the index of the next position.</summary>
    public int Next { get; set; }

    /// <summary>Gets the number of positions.</summary>
    public int Count { get; private set; }

    /// <summary>Gets what positions are counted from.</summary>
    public int Origin { get; private set; } = start - Chunk;

    /// <summary>Gets the first of the positions.</summary>
    [UnscopedRef]
    public ref byte First => ref Unsafe.As<Positions, byte>(ref _positions);

    /// <summary>Goes on to where the next separators are.</summary>
    /// <returns><see langword="false"/> at the end of the text.</returns>
    public bool TryRefill(ReadOnlySpan<byte> text)
    {
        (Next, Count) = (0, 0);
        while (Count == 0)
        {
            Origin += Chunk;
            if (Origin >= text.Length)
            {
                return false;
            }

            for (var block = 0; block < Chunk && Origin + block < text.Length; block += Separators.Block)
            {
                Add(Separators.Find(text, Origin + block), block);
            }
        }

        return true;
    }

    private void Add(ulong mask, int block)
    {
        ref var free = ref Unsafe.Add(ref First, Count);
        Count += BitOperations.PopCount(mask);
        while (mask != 0)
        {
            for (var i = 0; i < AtOnce; i++)
            {
                Unsafe.Add(ref free, i) = (byte)(block + BitOperations.TrailingZeroCount(mask));
                mask &= mask - 1;
            }

            free = ref Unsafe.Add(ref free, AtOnce);
        }
    }

    [InlineArray(Chunk + AtOnce)]
    private struct Positions
    {
        private byte _first;
    }
}
