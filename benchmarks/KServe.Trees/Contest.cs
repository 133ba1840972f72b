using System.Diagnostics;

namespace KServe.Trees;

/// <summary>Lets our engine and others do the same work in turns, so that they share whatever else the machine does.</summary>
internal sealed class Contest(string name, double goal, Action ours, params (string Name, Func<double> Measure)[] others)
{
    private readonly List<double> _ours = [];
    private readonly List<double>[] _others = [.. others.Select(_ => new List<double>())];

    public void RunRound()
    {
        _ours.Add(Time(ours));
        for (var i = 0; i < others.Length; i++)
        {
            _others[i].Add(others[i].Measure());
        }
    }

    public void Print()
    {
        Console.WriteLine($"{name,-44}{"KServe.Kernels",-26}{Format(Median(_ours)),12}{Format(_ours.Min()),12}");
        for (var i = 0; i < others.Length; i++)
        {
            var ratio = $"{_others[i].Min() / _ours.Min():F1}x";
            var wanted = i == 0 && goal > 0 ? $"  goal {goal:F1}x" : "";
            Console.WriteLine(
                $"{"",-44}{others[i].Name,-26}{Format(Median(_others[i])),12}{Format(_others[i].Min()),12}{ratio,9}{wanted}");
        }
    }

    /// <summary>Returns the nanoseconds of the quickest call, called often enough that the clock's grain does not matter.</summary>
    public static double Time(Action call)
    {
        const double Target = 0.3e9;
        const double Batch = 20_000;
        call();
        var first = Stopwatch.GetTimestamp();
        call();
        var once = Math.Max(1, Stopwatch.GetElapsedTime(first).TotalNanoseconds);
        var repeats = (int)Math.Clamp(Batch / once, 1, 1000);
        var (best, spent) = (double.MaxValue, 0.0);
        while (spent < Target)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats; i++)
            {
                call();
            }

            var took = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            best = Math.Min(best, took / repeats);
            spent += took;
        }

        return best;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Format(double nanoseconds) => nanoseconds switch
    {
        < 1e4 => $"{nanoseconds / 1e3:F3} µs",
        < 1e7 => $"{nanoseconds / 1e3:F1} µs",
        _ => $"{nanoseconds / 1e6:F1} ms",
    };
}
