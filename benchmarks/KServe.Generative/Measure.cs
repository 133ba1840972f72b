using System.Diagnostics;

namespace KServe.Generative;

/// <summary>Times of one thing over all rounds.</summary>
internal sealed class Measure(Action run, bool isBest)
{
    private readonly List<double> _seconds = [];

    /// <summary>Gets the median of the rounds in seconds, or the best where that was asked for.</summary>
    public double Seconds
    {
        get
        {
            var ordered = _seconds.Order().ToArray();
            return ordered[isBest ? 0 : ordered.Length / 2];
        }
    }

    public void WarmUp() => run();

    public void Run()
    {
        var start = Stopwatch.GetTimestamp();
        run();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
