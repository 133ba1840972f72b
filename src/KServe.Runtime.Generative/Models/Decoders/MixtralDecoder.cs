namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Mixtral: experts under names of their own.</summary>
internal static class MixtralDecoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        Router = "block_sparse_moe.gate",
        ExpertUp = ["block_sparse_moe.experts.{0}.w1", "block_sparse_moe.experts.{0}.w3"],
        ExpertDown = "block_sparse_moe.experts.{0}.w2",
    };
}
