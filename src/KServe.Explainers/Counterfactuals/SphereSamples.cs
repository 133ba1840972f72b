namespace KServe.Explainers;

/// <summary>Draws rows between two spheres around a row, and keeps the nearest of the wanted class.</summary>
internal sealed class SphereSamples(CounterfactualProblem problem, double inner, double outer, int count) : IRowSource
{
    private readonly Dictionary<long, double[]> _pending = [];

    public long RowCount => count;

    /// <summary>Gets the nearest row of the wanted class; <see langword="null"/> when there is none.</summary>
    public double[]? Nearest { get; private set; }

    private double NearestDistance { get; set; } = double.PositiveInfinity;

    public void Fill(long index, Span<double> row)
    {
        var (rules, random) = (problem.Rules, problem.Random);
        problem.Row.Span.CopyTo(row);

        // Some rows change few features and some many: near rows that change few are what is looked for.
        var features = problem.Shuffle(random.Next(1, rules.Mutable.Length + 1));
        Span<double> steps = features.Length <= 32 ? stackalloc double[features.Length] : new double[features.Length];
        var squared = 0.0;
        for (var i = 0; i < features.Length; i++)
        {
            steps[i] = rules.IsCategory(features[i]) ? 0 : DrawNormal(random);
            squared += steps[i] * steps[i];
        }

        var length = (inner + (outer - inner) * random.NextDouble()) / Math.Max(Math.Sqrt(squared), double.Epsilon);
        for (var i = 0; i < features.Length; i++)
        {
            var f = features[i];
            if (rules.IsCategory(f))
            {
                row[f] = rules.DrawCategory(f, row[f], random);
            }
            else if (!double.IsNaN(row[f]))
            {
                row[f] = rules.Fit(f, row[f] + steps[i] * length * rules.GetScale(f));
            }
        }

        _pending[index] = row.ToArray();
    }

    public void Accept(long index, ReadOnlySpan<double> scores)
    {
        _pending.Remove(index, out var row);
        if (!problem.IsWanted(scores))
        {
            return;
        }

        var distance = problem.Rules.GetDistance(problem.Row.Span, row);
        if (distance > 0 && distance < NearestDistance)
        {
            (Nearest, NearestDistance) = (row, distance);
        }
    }

    private static double DrawNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
