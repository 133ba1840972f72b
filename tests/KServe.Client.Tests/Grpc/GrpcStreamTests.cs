using System.Runtime.CompilerServices;
using KServe.AspNetCore.Tests;
using KServe.AspNetCore.Tests.Grpc;

namespace KServe.Client.Tests;

public sealed class GrpcStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InferStreamAsync_DecoupledModel_GivesEveryResponseInOrder()
    {
        var pool = new TensorPool();
        await using var server = await Servers.StartAsync(new RepeatPredictor(), isGrpc: true);
        using var client = new InferenceGrpcClient(server.Address, new InferenceClientOptions { Pool = pool });
        using var request = Integers("1", Enumerable.Range(0, 50).ToArray());
        List<int> values = [];

        await foreach (var response in client.InferStreamAsync(request, cancellationToken: Token))
        {
            using (response)
            {
                values.Add(response.Outputs[0].AsSpan<int>()[0]);
            }
        }

        Assert.Equal(Enumerable.Range(0, 50), values);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task InferStreamAsync_RefusedRequest_HasTheServersText()
    {
        await using var server = await Servers.StartAsync(new RepeatPredictor(), isGrpc: true);
        using var client = new InferenceGrpcClient(server.Address);
        using var request = new InferRequest("other");

        var error = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var response in client.InferStreamAsync(request, cancellationToken: Token))
            {
                response.Dispose();
            }
        });

        Assert.Contains("other", error.Message, StringComparison.Ordinal);
        Assert.Null(Assert.IsType<ServerErrorException>(error.InnerException).GrpcStatus);
    }

    [Fact]
    public async Task InferStreamAsync_ManyRequests_AreAnsweredWhileOthersAreSent()
    {
        var pool = new TensorPool();
        await using var server = await Servers.StartAsync(new RepeatPredictor(), isGrpc: true);
        using var client = new InferenceGrpcClient(server.Address, new InferenceClientOptions { Pool = pool });
        var answered = new SemaphoreSlim(0);
        List<string> answers = [];

        // Each request waits for the answer to the one before: without duplex nothing would ever come.
        var stream = client.InferStreamAsync(SendAsync(answered, Token), cancellationToken: Token);
        await foreach (var (response, error) in stream)
        {
            using (response)
            {
                var answer = error is null ? $"{response.Outputs[0].AsSpan<int>()[0]}" : "failed";
                answers.Add($"{response.Id}: {answer}");
            }

            answered.Release();
        }

        Assert.Equal(["0: 0", "1: failed", "2: 2"], answers);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task InferStreamAsync_LeftEarly_ResetsTheStream()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartGrpcAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            await context.Response.Body.WriteAsync(new byte[5], Token);
            await context.Response.Body.FlushAsync(Token);
            await aborted.Task;
        });
        using var client = new InferenceGrpcClient(server.Address);
        using var request = Integers("1", 1);

        await foreach (var response in client.InferStreamAsync(request, cancellationToken: Token))
        {
            response.Dispose();
            break;
        }

        await aborted.Task.WaitAsync(Token);
    }

    private static async IAsyncEnumerable<InferRequest> SendAsync(
        SemaphoreSlim answered, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
        {
            using var request = i == 1 ? new InferRequest("other") { Id = "1" } : Integers($"{i}", i);
            yield return request;
            await answered.WaitAsync(cancellationToken);
        }
    }

    private static InferRequest Integers(string id, params int[] values)
    {
        var request = new InferRequest("m") { Id = id };
        request.Inputs.Add(InferTensor.Create<int>("x", [values.Length], values));
        return request;
    }
}
