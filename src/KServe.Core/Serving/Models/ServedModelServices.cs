using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>What the models of one registry share.</summary>
internal sealed record ServedModelServices(
    RevisionLoader Loader,
    RolloutMetrics Metrics,
    TimeProvider Time,
    ILogger<ModelRegistry> Logger);
