namespace KServe.Protocol;

/// <summary>A model that a server lists.</summary>
/// <param name="Id">Its name.</param>
/// <param name="MaxModelLength">The most tokens of prompt and answer; 0 when the server does not tell.</param>
public sealed record OpenAiModelEntry(string Id, int MaxModelLength);
