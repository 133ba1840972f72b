namespace KServe;

/// <summary>Runs an inference: a predictor, or the rest of a pipeline.</summary>
/// <param name="request">The request, owned by the caller.</param>
/// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
/// <returns>The response, owned by the caller from then on.</returns>
public delegate ValueTask<InferResponse> InferDelegate(InferRequest request, CancellationToken cancellationToken);
