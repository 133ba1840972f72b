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
    public async Task<int> RunAsync()
    {
        await using var app = ToolHost.Build(settings, _downloads);
        if (!await TryStartAsync(app))
        {
            return ExitCode.StartFailed;
        }

        await LoadAsync(app);
        var stopping = app.Lifetime.ApplicationStopping;
        if (!stopping.IsCancellationRequested)
        {
            if (DescribeFailedModels(app) is { Count: > 0 } failures)
            {
                console.Fail(failures);
                await app.StopAsync(CancellationToken.None);
                return ExitCode.StartFailed;
            }

            var registry = app.Services.GetRequiredService<ModelRegistry>();
            new StartReport(console, registry).Write(new ServerAddress(GetHttpOptions(app)));
        }

        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps the server from starting is said, not thrown.")]
    private async Task<bool> TryStartAsync(WebApplication app)
    {
        KServeHttpOptions? http = null;
        try
        {
            // Before anything reads options: the validators say everything that is wrong at once.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            http = GetHttpOptions(app);
            app.MapKServe();
            await app.StartAsync(CancellationToken.None);
            return true;
        }
        catch (Exception error)
        {
            console.Fail(settings.LogLevel <= LogLevel.Debug ? [error.ToString()] : StartFailure.Describe(error, http));

            // The models began to load before the ports were opened.
            await app.StopAsync(CancellationToken.None);
            return false;
        }
    }

    private static KServeHttpOptions GetHttpOptions(WebApplication app) =>
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
