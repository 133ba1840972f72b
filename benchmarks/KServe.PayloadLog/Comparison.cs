using System.Globalization;

namespace KServe.PayloadLog;

/// <summary>Compares the p99 of one mode with that of none, round by round.</summary>
internal sealed class Comparison
{
    // Less than this nobody would notice, however quiet the machine.
    private const double LeastNoise = 1.10;

    private readonly double[] _ratios;

    public Comparison(IReadOnlyList<Figures> off, IReadOnlyList<Figures> mode)
    {
        _ratios = [.. off.Zip(mode, static (without, with) => with.P99 / without.P99)];
        Array.Sort(_ratios);
    }

    public double Median => _ratios[_ratios.Length / 2];

    /// <summary>Says whether the median is above what the same mode differs from itself.</summary>
    public bool IsBeyond(Comparison noise) =>
        Median > Math.Max(LeastNoise, Math.Max(noise._ratios[^1], 1 / noise._ratios[0]));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Median:0.00} ({_ratios[0]:0.00} to {_ratios[^1]:0.00})");
}
