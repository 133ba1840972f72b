using System.Diagnostics;

namespace KServe.Generative;

/// <summary>Times of one thing over all rounds.</summary>
internal sealed class Measure(string name, Action run)
{
    private readonly List<double> _seconds = [];

    public string Name => name;

    /// <summary>Gets the median of the rounds in seconds.</summary>
    public double Median
    {
        get
        {
            var ordered = _seconds.Order().ToArray();
            return ordered[ordered.Length / 2];
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
