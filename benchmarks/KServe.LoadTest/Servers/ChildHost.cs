using System.Globalization;
using KServe.LoadTest.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.LoadTest.Servers;

/// <summary>The child's side of a server of ours: starts it, answers questions, ends with its input.</summary>
internal static class ChildHost
{
    /// <summary>The argument that makes this program a server.</summary>
    public const string Verb = "serve";

    /// <summary>The question for the counters of the runtime.</summary>
    public const string AskCounters = "counters";

    /// <summary>Runs <c>serve server scenario [file]</c>.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var scenario = ScenarioCatalog.Get(arguments[2]);
        if (arguments[1] == ServerNames.Raw)
        {
            using var raw = RawHost.Start(arguments[3]);
            await Console.Out.WriteLineAsync($"READY {raw.Address} {raw.Address}");
            await AnswerAsync();
            return;
        }

        await using var app = arguments[1] == ServerNames.Floor
            ? await FloorHost.StartAsync(scenario.Request, arguments[3])
            : await KServeHost.StartAsync(scenario, arguments[1]);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        await Console.Out.WriteLineAsync($"READY {string.Join(' ', addresses.Addresses)}");
        await AnswerAsync();
        await app.StopAsync();
    }

    /// <summary>Sets what both servers have alike: the log, as an application in production sets it.</summary>
    public static void Configure(WebApplicationBuilder builder) =>
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();

    /// <summary>Reads the counters from an answer.</summary>
    public static RuntimeCounters Parse(string answer)
    {
        var parts = answer.Split(' ').Select(static part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new RuntimeCounters(parts[0], (int)parts[1], (int)parts[2], (int)parts[3]);
    }

    // On a thread of its own: reading a console blocks, and on one core the thread pool has one thread to begin with.
    private static Task AnswerAsync()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } question)
            {
                Console.Out.WriteLine(Answer(question));
            }

            end.SetResult();
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return end.Task;
    }

    private static string Answer(string question)
    {
        if (question != AskCounters)
        {
            return $"unknown question '{question}'";
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{allocated} {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}");
    }
}
