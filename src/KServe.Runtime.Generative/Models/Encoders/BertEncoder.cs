namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>BERT and MiniLM.</summary>
internal static class BertEncoder
{
    public static EncoderPlan Plan { get; } = new() { Prefixes = ["bert.", ""] };
}
