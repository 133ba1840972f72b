using System.Globalization;
using KServe.Load.Generation;

namespace KServe.Soak;

/// <summary>Sends many short requests to a language model, one in five given up, and says what is left of it.</summary>
internal static class GenerateCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new GenerationSoakOptions { MaxResidentGrowth = 64 << 20 };
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--model" => options with { Folder = args[i + 1] },
                "--requests" => options with { Requests = Number(args[i + 1]) },
                "--concurrency" => options with { Concurrency = Number(args[i + 1]) },
                "--tokens" => options with { Tokens = Number(args[i + 1]) },
                "--seed" => options with { Seed = Number(args[i + 1]) },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --model, --requests, --concurrency, --tokens, --seed; or "
                    + "--minutes, for a mix of requests and a line each minute."),
            };
        }

        var report = await GenerationSoakRun.RunAsync(options, CancellationToken.None);
        Console.WriteLine("| answered | given up | requests/s | heap before, after (KiB) | RSS before, after (KiB) |");
        Console.WriteLine("|--:|--:|--:|--:|--:|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {report.Whole} | {report.Cancelled} | {options.Requests / report.Elapsed.TotalSeconds:F0} "
                + $"| {report.Before.Heap >> 10}, {report.After.Heap >> 10} "
                + $"| {report.Before.ResidentSet >> 10}, {report.After.ResidentSet >> 10} |"));
        return Violations.Print(report.Violations);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
