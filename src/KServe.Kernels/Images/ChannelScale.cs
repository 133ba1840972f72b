using System.Runtime.InteropServices;

namespace KServe.Kernels.Images;

/// <summary>Turns the bytes of one channel into numbers: the byte times a factor, plus an offset.</summary>
/// <param name="Factor">What the byte is multiplied with.</param>
/// <param name="Offset">What is added then.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChannelScale(float Factor, float Offset)
{
    /// <summary>Creates the scale of <c>(byte * scale - mean) / deviation</c>.</summary>
    /// <param name="scale">What a byte is multiplied with first, such as 1/255.</param>
    /// <param name="mean">What is subtracted then.</param>
    /// <param name="deviation">What the result is divided by.</param>
    /// <returns>The scale; the three steps are one, so that results differ from them in the last bits.</returns>
    public static ChannelScale Create(double scale, double mean, double deviation) =>
        new((float)(scale / deviation), (float)(-mean / deviation));
}
