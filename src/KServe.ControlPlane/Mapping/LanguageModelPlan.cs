namespace KServe.ControlPlane;

/// <summary>What an LLMInferenceService becomes in this process.</summary>
/// <param name="ModelName">The name of the model.</param>
/// <param name="ServedNames">The further names by which OpenAI's clients call it.</param>
/// <param name="Notices">What was accepted and not acted on, found while planning.</param>
/// <param name="Configure">Configures the model.</param>
internal sealed record LanguageModelPlan(
    string ModelName,
    IReadOnlyList<string> ServedNames,
    IReadOnlyList<string> Notices,
    Action<ModelBuilder> Configure);
