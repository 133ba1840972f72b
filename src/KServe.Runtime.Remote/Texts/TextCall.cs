using KServe.Client;

namespace KServe.Runtime.Remote;

/// <summary>One request for texts on its way to a remote server, by one or more attempts.</summary>
/// <typeparam name="TRequest">What is asked for.</typeparam>
/// <param name="Request">The request.</param>
/// <param name="Options">Headers and the time of one attempt.</param>
/// <param name="Caller">Ends with the caller, as opposed to one attempt.</param>
internal sealed record TextCall<TRequest>(TRequest Request, InferenceCallOptions Options, CancellationToken Caller);
