using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Gemma: weights of norms are stored less 1.</summary>
internal static class GemmaDecoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        Norm = NormKind.RmsPlusOne,
    };
}
