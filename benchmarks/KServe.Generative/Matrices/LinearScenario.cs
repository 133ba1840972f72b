using KServe.Generative.Floors;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;

namespace KServe.Generative.Matrices;

/// <summary>The matrix products of a model by themselves, beside what memory and arithmetic allow.</summary>
internal static class LinearScenario
{
    private const int PromptTokens = 512;
    private const int Streams = 16;

    private static readonly (string Name, WeightFormat Stored, WeightPrecision Precision)[] Kinds =
    [
        ("F32", WeightFormat.F32, WeightPrecision.None),
        ("BF16", WeightFormat.BF16, WeightPrecision.None),
        ("F16", WeightFormat.F16, WeightPrecision.None),
        ("Q8", WeightFormat.F32, WeightPrecision.Q8),
        ("Q4", WeightFormat.F32, WeightPrecision.Q4),
    ];

    public static void Run(ModelShape shape, int threads, int rounds, bool isBest, string[] formats)
    {
        using var pool = new ComputePool(threads);
        using var memory = new MemoryFloor();
        var read = new Measure(() => memory.Read(pool), isBest);
        var fma = new Measure(() => FmaFloor.Compute(pool), isBest);
        var empty = new Measure(() => PoolFloor.Run(pool), isBest);
        var models = new List<LinearModel>();
        var chosen = Kinds.Where(kind => formats.Length == 0 || formats.Contains(kind.Name, StringComparer.Ordinal));
        foreach (var (name, stored, precision) in chosen)
        {
            models.Add(new LinearModel(name, shape, stored, precision, PromptTokens, pool));
        }

        var rows = models.ConvertAll(model => new LinearRow(model, pool, PromptTokens, Streams, isBest));
        Measure[] all = [read, fma, empty, .. rows.SelectMany(row => row.All)];
        foreach (var measure in all)
        {
            measure.WarmUp();
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var measure in all)
            {
                measure.Run();
            }
        }

        Console.WriteLine($"empty run of the pool {empty.Seconds / PoolFloor.Runs * 1e6:F2} µs");
        Print(rows, MemoryFloor.Size / read.Seconds, FmaFloor.GetOperations() / fma.Seconds);
        models.ForEach(model => model.Dispose());
    }

    private static void Print(List<LinearRow> rows, double bandwidth, double peak)
    {
        Console.WriteLine(
            $"memory read {bandwidth / 1e9:F1} GB/s, binary32 FMA {peak / 1e9:F0} GFLOP/s");
        Console.WriteLine();
        Console.WriteLine(
            $"{"",-6}{"",9}{"1 token",10}{"of memory",11}{"512 tokens",12}{"of FMA",11}{"16 tokens",11}{"to 1",11}");
        Console.WriteLine(
            $"{"",-6}{"MiB",9}{"steps/s",10}{"goal 80 %",11}{"tokens/s",12}{"goal 60 %",11}"
            + $"{"tokens/s",11}{"goal 5x",11}");
        foreach (var row in rows)
        {
            row.Print(bandwidth, peak);
        }
    }
}
