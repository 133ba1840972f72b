using System.Diagnostics;

namespace KServe.Load.Crash;

/// <summary>Kills a server under load, again and again, and looks at what the next one finds.</summary>
public static class CrashRun
{
    /// <summary>Runs all rounds with one cache.</summary>
    /// <param name="options">How often.</param>
    /// <param name="cancellationToken">Gives the run up between two rounds.</param>
    /// <returns>What was found.</returns>
    public static async Task<CrashReport> RunAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cache = Directory.CreateTempSubdirectory("kserve-crash-").FullName;
        try
        {
            await using var origin = await FileOrigin.StartAsync(options.FileSize, cancellationToken);
            return await RunAsync(options, origin, cache, cancellationToken);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static async Task<CrashReport> RunAsync(
        CrashOptions options,
        FileOrigin origin,
        string cache,
        CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var tally = new CrashTally();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i <= options.Rounds; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            await using var server = await ServedProcess.StartAsync(
                options.Program, "", "serve", origin.Address.ToString(), cache);
            var elapsed = Stopwatch.GetElapsedTime(start);
            slowest = elapsed > slowest ? elapsed : slowest;
            var load = new CrashLoad(server.Address, origin, tally);
            using (var http = new HttpClient { BaseAddress = server.Address })
            {
                // Ready at once, with a file that is whole and no older than what clients have seen.
                await load.AskAsync(http);
            }

            if (i == options.Rounds)
            {
                break;
            }

            using var gone = new CancellationTokenSource();
            var running = load.RunAsync(options.Concurrency, gone.Token);
            await Task.Delay(random.Next(options.MaxLife), cancellationToken);
            await server.KillAsync();
            await gone.CancelAsync();
            await running;
            CheckModels(cache, tally);
        }

        CheckCache(cache, tally);
        return new CrashReport(
            options.Rounds,
            tally.AnswerCount,
            tally.LostCount,
            tally.ReloadCount,
            origin.Version,
            slowest,
            tally.Violations);
    }

    private static void CheckModels(string cache, CrashTally tally)
    {
        foreach (var model in Directory.EnumerateDirectories(Path.Combine(cache, "models")))
        {
            var isComplete = File.Exists(Path.Combine(model, "complete.json"));
            if (!isComplete)
            {
                tally.Violate("a model appeared in the cache before it was complete");
            }
        }
    }

    private static void CheckCache(string cache, CrashTally tally)
    {
        // The last server was not killed but ended: what killed ones had begun must be gone by then.
        var temp = Path.Combine(cache, "temp");
        var left = Directory.Exists(temp) ? Directory.EnumerateFileSystemEntries(temp).Count() : 0;
        if (left > 1)
        {
            tally.Violate($"{left} unfinished downloads of killed servers were left in the cache");
        }
    }
}
