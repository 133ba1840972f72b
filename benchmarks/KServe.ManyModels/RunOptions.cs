using System.Globalization;

namespace KServe.ManyModels;

/// <summary>Says what is run.</summary>
internal sealed record RunOptions
{
    public int Models { get; init; } = 10_000;

    /// <summary>Gets for how many models of average size the budget is.</summary>
    public int Resident { get; init; } = 200;

    public int Concurrency { get; init; } = 32;

    public int Seconds { get; init; } = 120;

    /// <summary>Gets the seconds at the begin whose durations do not count.</summary>
    public int WarmUp { get; init; } = 10;

    public double Exponent { get; init; } = 1.0;

    /// <summary>Gets every which request goes to the server with a single model.</summary>
    public int SingleEvery { get; init; } = 4;

    public int Seed { get; init; } = 1;

    public bool Check { get; init; }

    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--check" => options with { Check = true },
                "--models" => options with { Models = Number(args, ref i) },
                "--resident" => options with { Resident = Number(args, ref i) },
                "--concurrency" => options with { Concurrency = Number(args, ref i) },
                "--seconds" => options with { Seconds = Number(args, ref i) },
                "--warm-up" => options with { WarmUp = Number(args, ref i) },
                "--seed" => options with { Seed = Number(args, ref i) },
                "--exponent" => options with { Exponent = double.Parse(args[++i], CultureInfo.InvariantCulture) },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --models, --resident, --concurrency, --seconds, --warm-up, "
                    + "--seed, --exponent, --check."),
            };
        }

        return options;
    }

    private static int Number(string[] args, ref int i) => int.Parse(args[++i], CultureInfo.InvariantCulture);
}
