using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Remote;

/// <summary>Builds predictors with what the host has.</summary>
internal sealed class RemotePredictorFactory(
    TensorPool pool,
    HeaderPropagator headers,
    TimeProvider time,
    ILogger<RemotePredictor> logger)
{
    /// <summary>Creates a predictor from an address and options that were checked.</summary>
    public RemotePredictor Create(string address, RemoteModelOptions options) =>
        new(address, options, new RemoteServices(pool, headers, time, logger));
}
