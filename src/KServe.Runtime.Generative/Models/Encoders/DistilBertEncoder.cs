using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>DistilBERT: no segments, no pooler, names of its own.</summary>
internal static class DistilBertEncoder
{
    public static EncoderPlan Plan { get; } = new()
    {
        Prefixes = ["distilbert.", ""],
        Layer = "transformer.layer.{0}.",
        QueryKeyValue = ["attention.q_lin", "attention.k_lin", "attention.v_lin"],
        AttentionOutput = "attention.out_lin",
        AttentionNorm = "sa_layer_norm",
        Up = "ffn.lin1",
        Down = "ffn.lin2",
        FeedForwardNorm = "output_layer_norm",
        MaskedTokens = new HeadPlan
        {
            Rows = HeadRows.All,
            Dense = "vocab_transform",
            Norm = "vocab_layer_norm",
            OutputBias = "vocab_projector.bias",
        },
        Sequences = new HeadPlan
        {
            Rows = HeadRows.First,
            Dense = "pre_classifier",
            Activation = Activation.Relu,
            Output = "classifier",
        },
    };
}
