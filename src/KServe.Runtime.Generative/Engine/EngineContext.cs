using KServe.Runtime.Generative.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.Runtime.Generative.Engine;

/// <summary>What an engine is built from, beside its model.</summary>
internal sealed class EngineContext
{
    /// <summary>Gets the name under which clients know the model.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the options, which have been validated.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>Gets the tokens with which the model ends its answers.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Gets the tokenizer; null for an engine that knows tokens alone.</summary>
    public ITokenText? Text { get; init; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets where seeds come from for requests that have none.</summary>
    public Func<ulong> NextSeed { get; init; } =
        static () => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    /// <summary>Gets the instruments of the host; null to measure nothing.</summary>
    public GenerationMetrics? Metrics { get; init; }

    /// <summary>Gets the log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
