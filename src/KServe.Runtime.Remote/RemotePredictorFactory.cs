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
    public Predictor Create(string address, RemoteModelOptions options)
    {
        var services = new RemoteServices(pool, headers, time, logger);
        if (RemoteAddress.GetProtocol(address, options) != RemoteProtocol.OpenAi)
        {
            return new RemotePredictor(address, options, services);
        }

        return options.OpenAi.Task == RemoteTextTask.Generation
            ? new RemoteLanguageModel(address, options, services)
            : new RemoteTextEncoder(address, options, services);
    }
}
