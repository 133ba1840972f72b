using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Which of the kernels to use; they differ in speed, not in results.</summary>
/// <param name="Width">The registers' width in bits: 128, 256 or 512.</param>
/// <param name="HasByteDot">Whether to use instructions that sum four products of bytes.</param>
internal readonly record struct KernelChoice(int Width, bool HasByteDot)
{
    /// <summary>Gets the choice for this processor.</summary>
    public static KernelChoice Best => new(WidestRegister, AvxVnni.IsSupported);

    private static int WidestRegister =>
        Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? 512
        : Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported ? 256 : 128;
}
