using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the fields of mixtures of experts.</summary>
internal static class MoeReader
{
    public static MoeConfiguration Mixtral(JsonFields fields, int layers, int intermediateSize)
    {
        var experts = fields.Int32("num_local_experts", 1, ConfigurationLimits.MaxExperts, 8);
        return new MoeConfiguration
        {
            ExpertCount = experts,
            ExpertsPerToken = fields.Int32("num_experts_per_tok", 1, experts, Math.Min(2, experts)),
            IntermediateSize = intermediateSize,
            NormalizesWeights = true,
            SparseLayers = [.. Enumerable.Repeat(true, layers)],
        };
    }

    public static MoeConfiguration Qwen(JsonFields fields, int layers, bool hasSharedExpert)
    {
        var experts = fields.Int32(
            fields.Has("num_local_experts") ? "num_local_experts" : "num_experts", 1, ConfigurationLimits.MaxExperts);
        return new MoeConfiguration
        {
            ExpertCount = experts,
            ExpertsPerToken = fields.Int32("num_experts_per_tok", 1, experts),
            IntermediateSize = fields.Int32("moe_intermediate_size", 1, ConfigurationLimits.MaxIntermediate),
            SharedIntermediateSize = hasSharedExpert
                ? fields.Int32("shared_expert_intermediate_size", 1, ConfigurationLimits.MaxIntermediate)
                : 0,
            NormalizesWeights = fields.Flag("norm_topk_prob", fallback: false),
            SparseLayers = SparseLayers(fields, layers),
        };
    }

    private static ImmutableArray<bool> SparseLayers(JsonFields fields, int layers)
    {
        var step = fields.Int32("decoder_sparse_step", 1, ConfigurationLimits.MaxLayers, 1);
        var plain = fields.Int32s("mlp_only_layers", 0, layers - 1, ConfigurationLimits.MaxLayers);
        var sparse = ImmutableArray.CreateBuilder<bool>(layers);
        for (var i = 0; i < layers; i++)
        {
            sparse.Add((i + 1) % step == 0 && !plain.Contains(i));
        }

        return sparse.MoveToImmutable();
    }
}
