using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>The assembled tiles of all formats and numbers of tokens, made on first use.</summary>
/// <remarks>
/// On Linux on x64 with AVX-512 VNNI; elsewhere, or where pages cannot be made executable, there are none.
/// </remarks>
internal static unsafe class VnniTiles
{
    // CPUID leaf 7: the instructions' bit in ECX.
    private const int FeatureLeaf = 7;
    private const int VnniBit = 1 << 11;
    private const int CodeAlignment = 64;

    private static readonly WeightFormat[] Formats = [WeightFormat.Q8_0, WeightFormat.Q4_0, WeightFormat.Q4_1];
    private static readonly nint[]? Addresses = TryAssemble();

    /// <summary>Gets whether there are any.</summary>
    public static bool AreSupported => Addresses is not null;

    /// <summary>Gets the code of a format and a number of tokens.</summary>
    public static delegate* unmanaged<TileCall*, void> Get(WeightFormat format, int tokens) =>
        (delegate* unmanaged<TileCall*, void>)Addresses![IndexOf(format, tokens)];

    private static int IndexOf(WeightFormat format, int tokens) =>
        (Array.IndexOf(Formats, format) * VnniCode.MaxTokens) + tokens - 1;

    private static nint[]? TryAssemble()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64
            || !Avx512BW.IsSupported || (X86Base.CpuId(FeatureLeaf, 0).Ecx & VnniBit) == 0)
        {
            return null;
        }

        var code = new List<byte>();
        var addresses = new nint[Formats.Length * VnniCode.MaxTokens];
        foreach (var format in Formats)
        {
            for (var tokens = 1; tokens <= VnniCode.MaxTokens; tokens++)
            {
                addresses[IndexOf(format, tokens)] = code.Count;
                code.AddRange(VnniCode.Assemble(format, tokens));
                while (code.Count % CodeAlignment != 0)
                {
                    code.Add(0);
                }
            }
        }

        var pages = ExecutableMemory.TryCreate(CollectionsMarshal.AsSpan(code));
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] += (nint)pages;
        }

        return pages == null ? null : addresses;
    }
}
