using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>The tensor types of GGUF files, by their number in ggml's type table.</summary>
/// <param name="Name">The name in ggml.</param>
/// <param name="BlockSize">The numbers in a block.</param>
/// <param name="BlockBytes">The bytes of a block.</param>
/// <param name="Format">The format to compute with; <see langword="null"/> where the engine does not.</param>
internal sealed record GgufTensorType(string Name, int BlockSize, int BlockBytes, WeightFormat? Format)
{
    public static GgufTensorType? Find(uint number) => number switch
    {
        0 => new("F32", 1, 4, WeightFormat.F32),
        1 => new("F16", 1, 2, WeightFormat.F16),
        2 => new("Q4_0", 32, 18, WeightFormat.Q4_0),
        3 => new("Q4_1", 32, 20, WeightFormat.Q4_1),
        6 => new("Q5_0", 32, 22, WeightFormat.Q5_0),
        7 => new("Q5_1", 32, 24, WeightFormat.Q5_1),
        8 => new("Q8_0", 32, 34, WeightFormat.Q8_0),
        9 => new("Q8_1", 32, 36, null),
        10 => new("Q2_K", 256, 84, null),
        11 => new("Q3_K", 256, 110, null),
        12 => new("Q4_K", 256, 144, WeightFormat.Q4_K),
        13 => new("Q5_K", 256, 176, WeightFormat.Q5_K),
        14 => new("Q6_K", 256, 210, WeightFormat.Q6_K),
        15 => new("Q8_K", 256, 292, null),
        24 => new("I8", 1, 1, null),
        25 => new("I16", 1, 2, null),
        26 => new("I32", 1, 4, null),
        27 => new("I64", 1, 8, null),
        28 => new("F64", 1, 8, null),
        30 => new("BF16", 1, 2, WeightFormat.BF16),
        _ => null,
    };
}
