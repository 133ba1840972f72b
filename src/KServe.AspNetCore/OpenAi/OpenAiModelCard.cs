namespace KServe.AspNetCore;

/// <summary>What OpenAI's clients get to know of a model.</summary>
/// <param name="Id">Its name.</param>
/// <param name="MaxModelLength">The most tokens of prompt and answer; 0 when it is not known.</param>
internal sealed record OpenAiModelCard(string Id, int MaxModelLength);
