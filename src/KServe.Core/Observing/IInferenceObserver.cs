namespace KServe;

/// <summary>Watches the inferences of one model revision without changing them.</summary>
/// <remarks>
/// Sees every protocol alike: what clients sent, before the transformer, and what they get, after it. Explanations, and
/// the predictions that explainers ask for, are not shown. Called on the thread of the request: implementations copy
/// what they need and return at once. Safe for concurrent calls. What an observer throws is logged and goes no further.
/// </remarks>
public interface IInferenceObserver : IAsyncDisposable
{
    /// <summary>Sees a request that was checked and let in.</summary>
    /// <param name="request">The request, valid during the call only.</param>
    /// <returns>What is handed to <see cref="Respond"/>; <see langword="null"/> when the observer needs
    /// nothing.</returns>
    object? Begin(InferRequest request);

    /// <summary>Sees a response; called once, or for each response of a decoupled model in their order.</summary>
    /// <param name="state">What <see cref="Begin"/> returned; <see langword="null"/> too when that failed.</param>
    /// <param name="request">The request, valid during the call only.</param>
    /// <param name="response">The response, valid during the call only.</param>
    void Respond(object? state, InferRequest request, InferResponse response);
}
