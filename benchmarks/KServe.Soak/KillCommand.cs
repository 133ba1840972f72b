using System.Globalization;
using KServe.Load.Crash;

namespace KServe.Soak;

/// <summary>Kills servers under load and prints what the next ones found.</summary>
internal static class KillCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CrashOptions { Program = Path.Combine(AppContext.BaseDirectory, "KServe.Soak.dll") };
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = value },
                "--concurrency" => options with { Concurrency = value },
                "--max-life" => options with { MaxLife = value },
                "--seed" => options with { Seed = value },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --rounds, --concurrency, --max-life, --seed."),
            };
        }

        var report = await CrashRun.RunAsync(options, CancellationToken.None);
        Console.WriteLine("| kills | answers | lost with their server | reloads | files | slowest start |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {report.Kills} | {report.Answers} | {report.Lost} | {report.Reloads} | {report.Versions} "
                + $"| {report.SlowestStart.TotalSeconds:F1} s |"));
        return Violations.Print(report.Violations);
    }
}
