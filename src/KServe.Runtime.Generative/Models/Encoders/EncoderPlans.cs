using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Finds the plan of an encoder's family.</summary>
internal static class EncoderPlans
{
    /// <summary>Tells whether a model is an encoder.</summary>
    public static bool Has(ModelConfiguration configuration) => Find(configuration) is not null;

    /// <exception cref="InferenceException">The family has no encoder.</exception>
    public static EncoderPlan Get(ModelConfiguration configuration) => Find(configuration)
        ?? throw InferenceException.InvalidArgument(
            $"config.json: model_type {configuration.ModelType} is no family of encoders");

    private static EncoderPlan? Find(ModelConfiguration configuration) => configuration.ModelType switch
    {
        "bert" => BertEncoder.Plan,
        "roberta" or "xlm-roberta" or "camembert" => RobertaEncoder.Plan,
        "mpnet" => MpnetEncoder.Plan,
        "distilbert" => DistilBertEncoder.Plan,
        "modernbert" => ModernBertEncoder.Plan,
        "t5" => T5Encoder.Plan,
        _ => null,
    };
}
