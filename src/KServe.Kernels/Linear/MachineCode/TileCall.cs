using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Linear;

/// <summary>What machine code of a tile reads; <see cref="VnniCode"/> knows the places.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TileCall
{
    /// <summary>The weights of a panel.</summary>
    public byte* Weights;

    /// <summary>The number of blocks, at least 1.</summary>
    public long Steps;

    /// <summary>What to bring into the cache meanwhile; never read, so that it may be anywhere.</summary>
    public byte* Prefetch;

    /// <summary>The activations of up to six tokens.</summary>
    public Pointers Inputs;

    /// <summary>Where their outputs go.</summary>
    public Pointers Outputs;

    /// <summary>The bits of a binary16 after its shift.</summary>
    public int HalfMask;

    /// <summary>What makes a binary32 of them.</summary>
    public float HalfScale;

    /// <summary>The lower half of each byte.</summary>
    public int NibbleMask;

    /// <summary>One pointer per token.</summary>
    [InlineArray(VnniCode.MaxTokens)]
    internal struct Pointers
    {
        private nint _first;
    }
}
