using KServe.Load.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Load.Crash;

/// <summary>The server that is killed: one model whose file comes from elsewhere, and a cache that stays.</summary>
public static class CrashServer
{
    /// <summary>The name of the model.</summary>
    public const string Model = "m";

    /// <summary>Serves, says where on the console, and ends when the input does.</summary>
    /// <param name="file">The address of the file.</param>
    /// <param name="cache">The folder of the cache.</param>
    /// <returns>A task that ends with the server.</returns>
    public static async Task RunAsync(string file, string cache)
    {
        await using var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = models => models
                    .AddStorage(storage =>
                    {
                        storage.CacheDirectory = cache;
                        storage.AllowPrivateNetworks = true;
                        storage.MaxRetries = 0;
                    })
                    .AddPredictor(Model, static _ => new FilePredictor(), model => model.Options.Uri = file),
                Logging = static _ => { },
                WaitFor = [Model],
            },
            CancellationToken.None);
        await Console.Out.WriteLineAsync(server.Http.ToString());

        // Whoever started it may be killed itself: then nobody else would end it.
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = server.Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping.Register(stopping.SetResult);
        await Task.WhenAny(stopping.Task, Task.Run(ReadToEnd));
    }

    // The console reads without a thread of its own to wait on.
    private static void ReadToEnd()
    {
        while (Console.In.ReadLine() is not null)
        {
        }
    }
}
