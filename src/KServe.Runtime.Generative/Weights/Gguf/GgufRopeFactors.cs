using System.Collections.Immutable;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Takes divisors of rotary frequencies from the tensors in which GGUF keeps them.</summary>
/// <remarks>
/// <c>rope_freqs</c> holds what the rule of Llama 3.1 gives, and <c>rope_factors_long</c> and <c>_short</c> those of
/// LongRoPE. The former is LongRoPE with one set for both lengths.
/// </remarks>
internal static class GgufRopeFactors
{
    private const double MaxFactor = 1e6;

    public static ModelConfiguration Apply(GgufFile file, ModelConfiguration model)
    {
        if (model.Rope is not { } rope)
        {
            return model;
        }

        if (file.Tensors.ContainsKey("rope_freqs.weight"))
        {
            var factors = Read(file, "rope_freqs.weight", rope.RotarySize / 2);
            return model with
            {
                Rope = rope with
                {
                    Kind = RopeKind.LongRope,
                    Factor = 1,
                    AttentionFactor = 1,
                    ShortFactors = factors,
                    LongFactors = factors,
                },
            };
        }

        return file.Tensors.ContainsKey("rope_factors_long.weight")
            ? model with { Rope = LongRope(file, model, rope) }
            : model;
    }

    private static RopeConfiguration LongRope(GgufFile file, ModelConfiguration model, RopeConfiguration rope) =>
        rope with
        {
            Kind = RopeKind.LongRope,
            Factor = Math.Max(1, (double)model.MaxPositions / rope.OriginalMaxPositions),
            AttentionFactor = AttentionFactor(file.Metadata),
            ShortFactors = Read(file, "rope_factors_short.weight", rope.RotarySize / 2),
            LongFactors = Read(file, "rope_factors_long.weight", rope.RotarySize / 2),
        };

    private static double? AttentionFactor(GgufMetadata metadata)
    {
        var key = $"{metadata.Text("general.architecture")}.rope.scaling.attn_factor";
        return metadata.Number(key) switch
        {
            null => null,
            > 0 and <= MaxFactor and var factor => factor,
            _ => throw metadata.Error(key, $"must be greater than 0 and at most {MaxFactor}"),
        };
    }

    private static ImmutableArray<double> Read(GgufFile file, string name, int count)
    {
        if (!file.Tensors.TryGetValue(name, out var stored))
        {
            throw WeightErrors.Create(file.Metadata.File, $"tensor {name} is missing");
        }

        var factors = TensorOpener.Open(name, stored).Require(count).ToArray();
        return Array.TrueForAll(factors, static factor => factor is > 0 and <= (float)MaxFactor)
            ? [.. factors.Select(static factor => (double)factor)]
            : throw WeightErrors.Create(
                file.Metadata.File, $"tensor {name} must hold numbers above 0 up to {MaxFactor}");
    }
}
