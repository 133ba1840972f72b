using KServe.Generative;

var isBest = args.Contains("--best", StringComparer.Ordinal);
var quick = args.Contains("--quick", StringComparer.Ordinal);
var threads = int.Parse(Option("--threads", $"{Environment.ProcessorCount}"));
var rounds = int.Parse(Option("--rounds", quick ? "3" : "9"));
var scenario = Option("--scenario", "linear");
var formats = Option("--format", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
var shape = quick ? ModelShape.Qwen with { Layers = 4 } : ModelShape.Qwen;
Console.WriteLine(
    $".NET {Environment.Version}, {threads} threads, the shape of Qwen2.5-0.5B with {shape.Layers} layers, "
    + $"{(isBest ? "best" : "median")} of {rounds} rounds");
switch (scenario)
{
    case "linear":
        LinearScenario.Run(shape, threads, rounds, isBest, formats);
        return 0;
    default:
        Console.Error.WriteLine($"There is no scenario '{scenario}'; there is: linear.");
        return 2;
}

string Option(string name, string otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}
