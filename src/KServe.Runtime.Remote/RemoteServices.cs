using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Remote;

/// <summary>What predictors take from the host.</summary>
internal sealed record RemoteServices(TensorPool Pool, HeaderPropagator Headers, TimeProvider Time, ILogger Logger);
