using KServe.Client.Tests;
using Microsoft.AspNetCore.Http;

namespace KServe.Runtime.Remote.Tests;

public sealed class StreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PredictStreamAsync_RefusedBeforeTheFirstResponse_IsTriedAgain()
    {
        var count = 0;
        await using var server = await StartAsync(async context =>
        {
            if (Interlocked.Increment(ref count) == 1)
            {
                await Answers.GrpcStatusAsync(context, 14);
                return;
            }

            await Answers.GrpcMessageAsync(context);
            await Answers.GrpcMessageAsync(context);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await using var remote = await LoadAsync(server);

        Assert.Equal("2 ok", await ReadAsync(remote));
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task PredictStreamAsync_UnavailableAfterTheFirstResponse_IsNotTriedAgain()
    {
        var count = 0;
        await using var server = await StartAsync(async context =>
        {
            Interlocked.Increment(ref count);
            await Answers.GrpcMessageAsync(context);
            context.Response.AppendTrailer("grpc-status", "14");
        });
        await using var remote = await LoadAsync(server);

        Assert.Equal("1 Unavailable", await ReadAsync(remote));
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task PredictStreamAsync_NoResponses_IsAnEmptyStream()
    {
        await using var server = await StartAsync(async context =>
        {
            await context.Response.StartAsync(Token);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await using var remote = await LoadAsync(server);

        Assert.Equal("0 ok", await ReadAsync(remote));
    }

    [Fact]
    public async Task PredictStreamAsync_NoFirstResponseInTime_IsLate()
    {
        await using var server = await StartAsync(static async context =>
        {
            await context.Response.StartAsync(Token);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await LoadAsync(
            server, static options => options.AttemptTimeout = TimeSpan.FromMilliseconds(50));

        Assert.Equal("0 DeadlineExceeded", await ReadAsync(remote));
    }

    [Fact]
    public async Task PredictStreamAsync_LeftEarly_ResetsTheStream()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            await Answers.GrpcMessageAsync(context);
            await aborted.Task;
        });
        await using var remote = await LoadAsync(server);
        using var request = Requests.Floats(1);

        await foreach (var response in remote.Predictor.PredictStreamAsync(request, Token))
        {
            response.Dispose();
            break;
        }

        await aborted.Task.WaitAsync(Token);
    }

    private static Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer) =>
        ScriptedServer.StartGrpcAsync(context =>
            Answers.IsInference(context) ? answer(context) : Answers.GrpcStatusAsync(context, 5));

    private static Task<Remote> LoadAsync(ScriptedServer server, Action<RemoteModelOptions>? configure = null) =>
        Remote.LoadAsync($"grpc://{server.Address.Authority}", options =>
        {
            options.IsDecoupled = true;
            configure?.Invoke(options);
        });

    private static async Task<string> ReadAsync(Remote remote)
    {
        using var request = Requests.Floats(1);
        var count = 0;
        try
        {
            await foreach (var response in remote.Predictor.PredictStreamAsync(request, Token))
            {
                response.Dispose();
                count++;
            }

            return $"{count} ok";
        }
        catch (InferenceException error)
        {
            return $"{count} {error.Code}";
        }
    }
}
