namespace KServe.Runtime.Generative.Telemetry;

/// <summary>The bounds of the histograms, as vLLM's dashboards expect them.</summary>
internal static class GenerationBuckets
{
    /// <summary>Gets the bounds of times to a first token, in seconds.</summary>
    public static double[] FirstToken { get; } =
    [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
        2560,
    ];

    /// <summary>Gets the bounds of times between tokens, in seconds.</summary>
    public static double[] Token { get; } =
    [
        0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
    ];

    /// <summary>Gets the bounds of times of whole requests and their parts, in seconds.</summary>
    public static double[] Request { get; } =
    [
        0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
    ];

    /// <summary>Gets the bounds of the tokens of a step.</summary>
    public static double[] Step { get; } =
        [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];

    /// <summary>Gets the bounds of the answers to a prompt.</summary>
    public static double[] Choices { get; } = [1, 2, 5, 10, 20];

    /// <summary>Gets the bounds of lengths in tokens.</summary>
    public static double[] Length { get; } =
    [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000,
    ];
}
