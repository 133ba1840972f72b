using System.Diagnostics.CodeAnalysis;
using KServe.AspNetCore;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Serving;

/// <summary>Starts the server, tells what it serves, and waits until it is told to stop.</summary>
internal sealed class ServeRunner(ServeSettings settings, ToolConsole console)
{
    private readonly DownloadBoard _downloads = new();

    /// <summary>Runs until the server has stopped.</summary>
    /// <returns>The exit code of the process.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever prevents the start is said, not thrown.")]
    public async Task<int> RunAsync()
    {
        WebApplication? app = null;
        try
        {
            app = ToolHost.Build(settings, _downloads);
            await app.StartAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            console.Fail(settings.LogLevel <= LogLevel.Debug
                ? [error.ToString()]
                : StartFailure.Describe(error, app is null ? null : GetHttp(app)));
            await StopAsync(app);
            return ExitCode.StartFailed;
        }

        await using (app)
        {
            return await ServeAsync(app);
        }
    }

    private async Task<int> ServeAsync(WebApplication app)
    {
        await LoadAsync(app);
        if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            if (DescribeFailedModels(app) is { Count: > 0 } failures)
            {
                console.Fail(failures);
                await app.StopAsync(CancellationToken.None);
                return ExitCode.StartFailed;
            }

            var registry = app.Services.GetRequiredService<ModelRegistry>();
            new StartReport(console, registry).Write(new ServerAddress(GetHttp(app)));
        }

        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    // The models began to load before the ports were opened, and end their loads only when the host stops.
    private static async Task StopAsync(WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private static KServeHttpOptions GetHttp(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<KServeHttpOptions>>().Value;

    private async Task LoadAsync(WebApplication app)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = app.Lifetime.ApplicationStopping.Register(stopped.SetResult);
        var ended = Task.WhenAny(app.Services.GetRequiredService<ServerHealth>().Started, stopped.Task);
        if (ToolConsole.IsInteractive)
        {
            await DownloadBars.DrawAsync(
                console.Out, _downloads, ended, app.Services.GetRequiredService<TimeProvider>());
        }

        await ended;
    }

    // One model that works is worth serving; a server without any would only pretend.
    private static List<string> DescribeFailedModels(WebApplication app)
    {
        var index = app.Services.GetRequiredService<ModelRegistry>().GetIndex();
        return index.Any(static model => model.State == ModelState.Ready)
            ? []
            :
            [
                .. index.Select(static model =>
                    $"Model '{model.Name}' could not be loaded: {model.Reason}"),
            ];
    }
}
