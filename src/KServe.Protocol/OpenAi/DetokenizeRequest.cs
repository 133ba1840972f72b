namespace KServe.Protocol;

/// <summary>Asks for the text of tokens.</summary>
/// <param name="Model">The model.</param>
/// <param name="Tokens">The ids.</param>
public sealed record DetokenizeRequest(string Model, IReadOnlyList<int> Tokens);
