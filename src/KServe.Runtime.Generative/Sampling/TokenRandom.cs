using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>The random numbers of one place in an answer, a function of the seed and of the place.</summary>
/// <param name="Key">The key of the answer.</param>
/// <param name="Position">The place of the token in the answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenRandom(ulong Key, ulong Position)
{
    /// <summary>Computes a number from 0 up to but not including 1.</summary>
    /// <param name="draw">Which of the numbers: 0 for the first.</param>
    public double Next(int draw) => Philox.NextDouble(Key, Position, (ulong)draw);
}
