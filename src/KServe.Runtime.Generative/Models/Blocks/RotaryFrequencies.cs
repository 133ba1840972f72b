using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The angles per position of a model's rotary embedding, stretched as its configuration says.</summary>
/// <remarks>
/// Two kinds of stretching depend on a length. Here it is the longest that the model is loaded for, never that of a
/// sequence: otherwise keys in the cache would change when a sequence grows, and a result would depend on how a prompt
/// is cut into steps. Sources: the papers that <see cref="RopeKind"/> names, and the published configurations.
/// </remarks>
internal sealed class RotaryFrequencies
{
    private RotaryFrequencies(float[] frequencies, double scale)
    {
        Frequencies = frequencies;
        Scale = (float)scale;
    }

    /// <summary>Gets the angle per position of each pair.</summary>
    public float[] Frequencies { get; }

    /// <summary>Gets what cosines and sines are multiplied with.</summary>
    public float Scale { get; }

    /// <summary>Computes the angles.</summary>
    /// <param name="rope">The configuration.</param>
    /// <param name="maxLength">The longest sequence that the model is loaded for.</param>
    public static RotaryFrequencies Create(RopeConfiguration rope, int maxLength) => rope.Kind switch
    {
        RopeKind.Linear => new(Each(rope, rope.Theta, (frequency, _) => frequency / rope.Factor), 1),
        RopeKind.Dynamic => new(Each(rope, DynamicBase(rope, maxLength), static (frequency, _) => frequency), 1),
        RopeKind.Yarn => Yarn(rope),
        RopeKind.Llama3 => new(Each(rope, rope.Theta, (frequency, _) => Llama3(rope, frequency)), 1),
        RopeKind.LongRope => LongRope(rope, maxLength),
        _ => new(Each(rope, rope.Theta, static (frequency, _) => frequency), rope.AttentionFactor ?? 1),
    };

    private static float[] Each(RopeConfiguration rope, double theta, Func<double, int, double> stretch)
    {
        var frequencies = new float[rope.RotarySize / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            frequencies[i] = (float)stretch(Math.Pow(theta, -2.0 * i / rope.RotarySize), i);
        }

        return frequencies;
    }

    private static double DynamicBase(RopeConfiguration rope, int maxLength)
    {
        if (maxLength <= rope.OriginalMaxPositions || rope.RotarySize == 2)
        {
            return rope.Theta;
        }

        var growth = (rope.Factor * maxLength / rope.OriginalMaxPositions) - (rope.Factor - 1);
        return rope.Theta * Math.Pow(growth, rope.RotarySize / (rope.RotarySize - 2.0));
    }

    private static double Llama3(RopeConfiguration rope, double frequency)
    {
        var rotations = rope.OriginalMaxPositions * frequency / (2 * Math.PI);
        var kept = Math.Clamp(
            (rotations - rope.LowFrequencyFactor) / (rope.HighFrequencyFactor - rope.LowFrequencyFactor), 0, 1);
        return ((1 - kept) * frequency / rope.Factor) + (kept * frequency);
    }

    private static RotaryFrequencies Yarn(RopeConfiguration rope)
    {
        var low = RotationIndex(rope, rope.BetaFast);
        var high = RotationIndex(rope, rope.BetaSlow);
        if (rope.Truncates)
        {
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        }

        low = Math.Max(low, 0);
        high = Math.Min(high, rope.RotarySize - 1);
        var width = high == low ? 0.001 : high - low;
        var frequencies = Each(rope, rope.Theta, (frequency, i) =>
        {
            var divided = Math.Clamp((i - low) / width, 0, 1);
            return (divided * frequency / rope.Factor) + ((1 - divided) * frequency);
        });
        var scale = rope is { Mscale: > 0, MscaleAllDimensions: > 0 }
            ? Growth(rope.Factor, rope.Mscale) / Growth(rope.Factor, rope.MscaleAllDimensions)
            : Growth(rope.Factor, 1);
        return new(frequencies, rope.AttentionFactor ?? scale);
    }

    // The index of the pair that turns so often over the trained length.
    private static double RotationIndex(RopeConfiguration rope, double rotations) =>
        rope.RotarySize * Math.Log(rope.OriginalMaxPositions / (rotations * 2 * Math.PI)) / (2 * Math.Log(rope.Theta));

    private static double Growth(double factor, double weight) =>
        factor <= 1 ? 1 : (0.1 * weight * Math.Log(factor)) + 1;

    private static RotaryFrequencies LongRope(RopeConfiguration rope, int maxLength)
    {
        var factors = maxLength > rope.OriginalMaxPositions ? rope.LongFactors : rope.ShortFactors;
        var scale = rope.Factor <= 1
            ? 1
            : Math.Sqrt(1 + (Math.Log(rope.Factor) / Math.Log(rope.OriginalMaxPositions)));
        return new(Each(rope, rope.Theta, (frequency, i) => frequency / factors[i]), rope.AttentionFactor ?? scale);
    }
}
