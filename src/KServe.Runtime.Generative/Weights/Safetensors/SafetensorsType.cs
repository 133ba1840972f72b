using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Weights.Safetensors;

/// <summary>The number types of safetensors files.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Bits">The bits of a number.</param>
/// <param name="Format">The format to compute with; <see langword="null"/> where the engine does not.</param>
internal sealed record SafetensorsType(string Name, int Bits, WeightFormat? Format)
{
    private static readonly Dictionary<string, SafetensorsType> Types = new SafetensorsType[]
    {
        new("BOOL", 8, null),
        new("F4", 4, null),
        new("F6_E2M3", 6, null),
        new("F6_E3M2", 6, null),
        new("U8", 8, null),
        new("I8", 8, null),
        new("F8_E5M2", 8, null),
        new("F8_E4M3", 8, null),
        new("F8_E8M0", 8, null),
        new("I16", 16, null),
        new("U16", 16, null),
        new("F16", 16, WeightFormat.F16),
        new("BF16", 16, WeightFormat.BF16),
        new("I32", 32, null),
        new("U32", 32, null),
        new("F32", 32, WeightFormat.F32),
        new("C64", 64, null),
        new("F64", 64, null),
        new("I64", 64, null),
        new("U64", 64, null),
    }.ToDictionary(static type => type.Name, StringComparer.Ordinal);

    public static SafetensorsType? Find(string name) => Types.GetValueOrDefault(name);
}
