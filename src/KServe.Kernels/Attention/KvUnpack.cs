using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Attention;

/// <summary>Widens sixteen stored numbers to float32.</summary>
/// <remarks>Exact, at every register width: wider code than the processor has runs in halves.</remarks>
internal static unsafe class KvUnpack
{
    // 2^112, the difference between the exponents of binary32 and binary16.
    private const float HalfScale = 5.192296858534828e33f;

    public static void Halves(ushort* source, float* destination)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(source));
        Half(low).Store(destination);
        Half(high).Store(destination + 8);
    }

    public static void Brains(ushort* source, float* destination)
    {
        if (Avx512F.IsSupported)
        {
            var wide = Avx512F.ConvertToVector512UInt32(Vector256.Load(source));
            Vector512.ShiftLeft(wide, 16).AsSingle().Store(destination);
            return;
        }

        var (low, high) = Vector256.Widen(Vector256.Load(source));
        (low << 16).AsSingle().Store(destination);
        (high << 16).AsSingle().Store(destination + 8);
    }

    public static void Bytes(sbyte* source, Vector256<float> lowScale, Vector256<float> highScale, float* destination)
    {
        var (first, second) = Vector128.Widen(Vector128.Load(source));
        var (a, b) = Vector128.Widen(first);
        var (c, d) = Vector128.Widen(second);
        (Vector256.ConvertToSingle(Vector256.Create(a, b)) * lowScale).Store(destination);
        (Vector256.ConvertToSingle(Vector256.Create(c, d)) * highScale).Store(destination + 8);
    }

    // The fraction and exponent of a finite binary16 are those of a binary32 after a shift and a change of bias.
    private static Vector256<float> Half(Vector256<uint> bits)
    {
        var size = ((bits & Vector256.Create(0x7FFFu)) << 13).AsSingle() * HalfScale;
        return (size.AsUInt32() | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
