namespace KServe;

/// <summary>Runs an inference with any number of responses: a decoupled predictor, or the rest of a pipeline.</summary>
/// <param name="request">The request, owned by the caller.</param>
/// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
/// <returns>The responses, each owned by the caller.</returns>
public delegate IAsyncEnumerable<InferResponse> InferStreamDelegate(
    InferRequest request,
    CancellationToken cancellationToken);
