using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace KServe.Kernels.Linear;

/// <summary>Names the instructions that the kernels of matrices use on this machine, for logs.</summary>
public static class KernelInstructions
{
    /// <summary>Gets the widest registers in use, and what multiplies bytes.</summary>
    /// <value>Such as <c>AVX-512, assembled VNNI</c>.</value>
    public static string Name { get; } = Describe(KernelChoice.Best);

    internal static string Describe(KernelChoice choice)
    {
        var registers = choice.Width switch
        {
            512 => "AVX-512",
            256 => "AVX2",
            _ when AdvSimd.IsSupported => "NEON",
            _ when Vector128.IsHardwareAccelerated => "128-bit vectors",
            _ => "no vectors",
        };
        return choice switch
        {
            { HasMachineCode: true } => $"{registers}, assembled VNNI",
            { HasByteDot: true } => $"{registers}, AVX-VNNI",
            _ => registers,
        };
    }
}
