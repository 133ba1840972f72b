namespace KServe.Client;

/// <summary>Changes one call.</summary>
public sealed class InferenceCallOptions
{
    /// <summary>
    /// Gets headers or metadata to send, beside those of <see cref="InferenceClientOptions.Headers"/>.
    /// </summary>
    /// <value>Default: none. A header of the same name as one of the client's replaces it.</value>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Gets how long the call may take; sent to gRPC servers as the deadline.</summary>
    /// <value>Default: <see langword="null"/>, for <see cref="InferenceClientOptions.Timeout"/>.</value>
    public TimeSpan? Timeout { get; init; }
}
