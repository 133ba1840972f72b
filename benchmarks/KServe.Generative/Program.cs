using KServe.Generative;
using KServe.Generative.Engine;
using KServe.Generative.Matrices;
using KServe.Generative.Reporting;

var isBest = args.Contains("--best", StringComparer.Ordinal);
var quick = args.Contains("--quick", StringComparer.Ordinal);
var threads = int.Parse(Option("--threads") ?? $"{Environment.ProcessorCount}");
var scenario = Option("--scenario") ?? "engine";
var rounds = int.Parse(Option("--rounds") ?? (quick ? "3" : scenario == "engine" ? "5" : "9"));
var formats = (Option("--format") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
var shape = quick ? ModelShape.Qwen with { Layers = 4 } : ModelShape.Qwen;
var machine =
    $".NET {Environment.Version}, {threads} threads, the shape of Qwen2.5-0.5B with {shape.Layers} layers, "
    + $"{(isBest && scenario == "linear" ? "best" : "median")} of {rounds} rounds";
Console.WriteLine(machine);
switch (scenario)
{
    case "linear":
        LinearScenario.Run(shape, threads, rounds, isBest, formats);
        return 0;
    case "engine":
        return await RunEngineAsync();
    default:
        Console.Error.WriteLine($"There is no scenario '{scenario}'; there are: engine, linear.");
        return 2;
}

async Task<int> RunEngineAsync()
{
    EngineKind[] kinds =
        [.. EngineKind.All.Where(kind => formats.Length == 0 || formats.Contains(kind.Name, StringComparer.Ordinal))];
    if (kinds.Length == 0)
    {
        Console.Error.WriteLine("The engine is measured in the formats Q8 and Q4.");
        return 2;
    }

    var figures = await new EngineScenario(new EngineSettings
    {
        Shape = shape,
        Threads = threads,
        Rounds = rounds,
        Kinds = kinds,
        Folder = Option("--keep"),
        LlamaBench = Option("--llama-bench"),
        LlamaBatchedBench = Option("--llama-batched-bench"),
    }).RunAsync();
    Console.WriteLine();
    ConsoleTable.Print(figures);
    if (Option("--out") is { } folder)
    {
        ResultFiles.Write(folder, [machine], figures);
    }

    return args.Contains("--check", StringComparer.Ordinal) && figures.Any(static figure => figure.IsMet == false)
        ? 1
        : 0;
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
