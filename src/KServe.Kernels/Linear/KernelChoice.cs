using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Which of the kernels to use; they differ in speed, not in results.</summary>
/// <param name="Width">The registers' width in bits: 128, 256 or 512.</param>
/// <param name="HasByteDot">Whether to use the intrinsic that sums four products of bytes.</param>
/// <param name="HasMachineCode">Whether to use tiles that are assembled at run time.</param>
internal readonly record struct KernelChoice(int Width, bool HasByteDot, bool HasMachineCode)
{
    // Set to false, by runtimeconfig.json or AppContext.SetSwitch, it keeps the process free of assembled code.
    private const string MachineCodeSwitch = "KServe.Kernels.MachineCode";

    /// <summary>Gets the choice for this processor.</summary>
    public static KernelChoice Best => new(
        WidestRegister,
        AvxVnni.IsSupported,
        (!AppContext.TryGetSwitch(MachineCodeSwitch, out var isOn) || isOn) && VnniTiles.AreSupported);

    private static int WidestRegister =>
        Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? 512
        : Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported ? 256 : 128;
}
