namespace KServe.Trees;

/// <summary>Lets our engine and others do the same work in turns, on whatever the machine leaves them.</summary>
internal sealed class Contest(
    string name, double goal, Action ours, params (string Name, Func<Timing> Measure)[] others)
{
    private readonly List<Timing> _ours = [];
    private readonly List<Timing>[] _others = [.. others.Select(_ => new List<Timing>())];

    public void RunOurs() => _ours.Add(Timing.Of(ours));

    public void RunOthers()
    {
        for (var i = 0; i < others.Length; i++)
        {
            _others[i].Add(others[i].Measure());
        }
    }

    public void Print()
    {
        Console.WriteLine($"{name,-42}{"KServe.Kernels",-25}{Describe(_ours)}");
        for (var i = 0; i < others.Length; i++)
        {
            var wall = $"{_others[i].Min(time => time.Wall) / _ours.Min(time => time.Wall):F1}x";
            var processor = $"{_others[i].Min(time => time.Processor) / _ours.Min(time => time.Processor):F1}x";
            var wanted = i == 0 && goal > 0 ? $"  goal {goal:F1}x" : "";
            Console.WriteLine($"{"",-42}{others[i].Name,-25}{Describe(_others[i])}{wall,10}{processor,10}{wanted}");
        }
    }

    private static string Describe(List<Timing> times)
    {
        var median = times.Select(time => time.Wall).Order().ElementAt(times.Count / 2);
        var processor = times.Min(time => time.Processor);
        return $"{Format(median),12}{Format(times.Min(time => time.Wall)),12}{Format(processor),12}";
    }

    private static string Format(double nanoseconds) => nanoseconds switch
    {
        < 1e4 => $"{nanoseconds / 1e3:F3} µs",
        < 1e7 => $"{nanoseconds / 1e3:F1} µs",
        _ => $"{nanoseconds / 1e6:F1} ms",
    };
}
