using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>The activities and histograms of OpenTelemetry's conventions for generative AI.</summary>
/// <remarks>
/// Names, units and bounds: semantic conventions for generative AI metrics, "model server metrics" and
/// <c>gen_ai.client.token.usage</c>. Nothing of a prompt or an answer is reported. Safe for concurrent use.
/// </remarks>
internal sealed class GenAiTelemetry : IDisposable
{
    private static readonly double[] DurationBounds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private static readonly double[] TokenTimeBounds =
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

    private static readonly double[] FirstTokenBounds =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly double[] UsageBounds =
    [
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
    ];

    /// <summary>Creates the instruments on a meter.</summary>
    public GenAiTelemetry(Meter meter)
    {
        Duration = Create(
            meter, "gen_ai.server.request.duration", "s", "Time of a request to a model.", DurationBounds);
        FirstToken = Create(
            meter, "gen_ai.server.time_to_first_token", "s", "Time to the first token.", FirstTokenBounds);
        TokenTime = Create(
            meter, "gen_ai.server.time_per_output_token", "s", "Time of each token after the first.", TokenTimeBounds);
        Usage = Create(meter, "gen_ai.client.token.usage", "{token}", "Tokens of prompts and answers.", UsageBounds);
    }

    public ActivitySource Activities { get; } = new(GenerationTelemetry.Name);

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstToken { get; }

    public Histogram<double> TokenTime { get; }

    public Histogram<double> Usage { get; }

    public void Dispose() => Activities.Dispose();

    private static Histogram<double> Create(
        Meter meter, string name, string unit, string description, double[] bounds) => meter.CreateHistogram(
            name, unit, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
