using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Names the widest instructions that kernels find on this machine, for the log.</summary>
internal static class InstructionSets
{
    /// <summary>Gets the name.</summary>
    public static string Name { get; } =
        Avx512BW.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : AdvSimd.IsSupported ? "NEON"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors"
        : "no vectors";
}
