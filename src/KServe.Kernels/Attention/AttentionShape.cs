using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>What attention of a layer computes.</summary>
/// <param name="HeadCount">The query heads, a multiple of the key and value heads.</param>
/// <param name="KeyValueHeadCount">The key and value heads.</param>
/// <param name="HeadSize">The numbers in a head.</param>
/// <param name="Scale">What scores are multiplied with.</param>
/// <param name="Window">
/// How many tokens a token sees, itself included; 0 for all. Without causality: how many to each side.
/// </param>
/// <param name="SoftCap">The cap c of <c>c · tanh(score / c)</c>; 0 for none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AttentionShape(
    int HeadCount, int KeyValueHeadCount, int HeadSize, float Scale, int Window, float SoftCap);
