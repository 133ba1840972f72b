namespace KServe.Protocol;

/// <summary>Asks for the tokens of a prompt.</summary>
/// <param name="Model">The model.</param>
/// <param name="Prompt">The prompt, a text or messages.</param>
/// <param name="ReturnsTexts">Whether the tokens are also written as texts.</param>
public sealed record TokenizeRequest(string Model, TextGenerationRequest Prompt, bool ReturnsTexts);
