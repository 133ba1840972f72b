using System.Globalization;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>What a loaded model costs, and how fast memory lets one stream be.</summary>
internal sealed record ModelFacts
{
    /// <summary>Gets the name under which clients know the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the bytes of the weights in their files.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Gets the bytes of the matrices that each token reads, as they are held.</summary>
    public required long TokenBytes { get; init; }

    /// <summary>Gets the bytes of the KV cache.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>Gets the bytes that the threads read each second; null when it could not be measured.</summary>
    public required double? Bandwidth { get; init; }

    /// <summary>Gets the tokens each second that the bandwidth allows one stream with a short context.</summary>
    public double? Roofline => Bandwidth is { } bandwidth && TokenBytes > 0 ? bandwidth / TokenBytes : null;

    /// <summary>Says what the memory allows, and that this was measured.</summary>
    public string DescribeRoofline() => Roofline is { } roofline
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"at most {roofline:0.#} tokens/s for one stream, by the {Bandwidth / 1e9:0.#} GB/s measured now")
        : "the bandwidth of the memory could not be measured";
}
