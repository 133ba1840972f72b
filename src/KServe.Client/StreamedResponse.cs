namespace KServe.Client;

/// <summary>Holds one answer of a stream of many requests.</summary>
/// <param name="Response">
/// The response, to be disposed by the caller; without outputs when the request failed, then with the id of the
/// request.
/// </param>
/// <param name="Error">What was wrong with the request; <see langword="null"/> when it was answered.</param>
public readonly record struct StreamedResponse(InferResponse Response, string? Error);
