using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>Quantizes the inputs of many tokens, some tokens per part.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct QuantizeWork : IComputeWork
{
    // Fewer are quantized sooner than another thread would come to help.
    private const int NumbersPerPart = 16 * 1024;

    public float* Input;
    public byte* Target;
    public nint TargetStride;
    public int Columns;
    public int Tokens;
    public int Offset;
    public bool IsWide;

    /// <summary>Gets how many parts there are.</summary>
    public readonly int Parts => (Tokens + TokensPerPart - 1) / TokensPerPart;

    private readonly int TokensPerPart => Math.Max(1, NumbersPerPart / Columns);

    public readonly void Run(int part)
    {
        var first = part * TokensPerPart;
        var end = Math.Min(first + TokensPerPart, Tokens);
        for (var token = first; token < end; token++)
        {
            ActivationBlocks.Quantize(
                Input + ((nint)token * Columns), Columns, Target + (token * TargetStride), IsWide, Offset);
        }
    }
}
