using System.Runtime.InteropServices;

namespace KServe.Kernels.Linear;

/// <summary>What a kernel computes: one panel of <see cref="Panels.Rows"/> outputs for some tokens.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct PanelCall
{
    /// <summary>The weights of the panel.</summary>
    public byte* Weights;

    /// <summary>The inputs of the first token.</summary>
    public byte* Input;

    /// <summary>The bytes from a token's inputs to the next one's.</summary>
    public nint InputStride;

    /// <summary>The number of tokens, at least 1.</summary>
    public int Tokens;

    /// <summary>How many steps the inputs are: columns, or blocks of them.</summary>
    public int Steps;

    /// <summary>Takes the outputs of the first token.</summary>
    public float* Output;

    /// <summary>The numbers from a token's outputs to the next one's.</summary>
    public nint OutputStride;

    /// <summary>Gets the inputs of a token, or of the last one where there are fewer.</summary>
    public readonly byte* InputOf(int token) => Input + (Math.Min(token, Tokens - 1) * InputStride);

    /// <summary>Gets the outputs of a token, or of the last one where there are fewer.</summary>
    public readonly float* OutputOf(int token) => Output + (Math.Min(token, Tokens - 1) * OutputStride);
}
