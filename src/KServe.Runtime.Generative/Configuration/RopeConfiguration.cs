using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Rotary position embeddings over the two halves of a head.</summary>
/// <remarks>Source of the fields: the rope utilities of Hugging Face transformers.</remarks>
internal sealed record RopeConfiguration
{
    /// <summary>Gets the base of the frequencies.</summary>
    public required double Theta { get; init; }

    /// <summary>Gets how many numbers of a head are rotated, even; the rest pass unchanged.</summary>
    public required int RotarySize { get; init; }

    /// <summary>Gets how the frequencies are stretched.</summary>
    public RopeKind Kind { get; init; }

    /// <summary>Gets the stretch; of LongRoPE, the longest length over the trained length.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Gets the trained length.</summary>
    public required int OriginalMaxPositions { get; init; }

    /// <summary>Gets the <c>low_freq_factor</c> of Llama 3.1.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Gets the <c>high_freq_factor</c> of Llama 3.1.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Gets the rotations from which YaRN keeps a frequency.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>Gets the rotations up to which YaRN divides a frequency.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>Gets whether YaRN rounds the ends of its ramp to whole dimensions.</summary>
    public bool Truncates { get; init; } = true;

    /// <summary>Gets the <c>mscale</c> of YaRN, 0 without.</summary>
    public double Mscale { get; init; }

    /// <summary>Gets the <c>mscale_all_dim</c> of YaRN, 0 without.</summary>
    public double MscaleAllDimensions { get; init; }

    /// <summary>Gets what sines and cosines are multiplied with, where the file says so.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>Gets LongRoPE's divisors up to the trained length, <c>RotarySize / 2</c> of them.</summary>
    public ImmutableArray<double> ShortFactors { get; init; } = [];

    /// <summary>Gets LongRoPE's divisors beyond the trained length, <c>RotarySize / 2</c> of them.</summary>
    public ImmutableArray<double> LongFactors { get; init; } = [];
}
