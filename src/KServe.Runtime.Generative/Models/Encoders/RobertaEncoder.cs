using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>RoBERTa, XLM-R and CamemBERT: heads of their own.</summary>
internal static class RobertaEncoder
{
    public static EncoderPlan Plan { get; } = new()
    {
        Prefixes = ["roberta.", ""],
        MaskedTokens = MaskedTokens,
        Sequences = Sequences,
    };

    internal static HeadPlan MaskedTokens => new()
    {
        Rows = HeadRows.All,
        Dense = "lm_head.dense",
        Activation = Activation.Gelu,
        Norm = "lm_head.layer_norm",
        OutputBias = "lm_head.bias",
    };

    internal static HeadPlan Sequences => new()
    {
        Rows = HeadRows.First,
        Dense = "classifier.dense",
        Activation = Activation.Tanh,
        Output = "classifier.out_proj",
    };
}
