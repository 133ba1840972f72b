using System.Text;
using KServe.Conformance.Tests.Clients;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Rows E-05 and E-06 over sockets: a model that fails, and one that gives no numbers.</summary>
public sealed class ModelFailureTests(FailingServer server) : IClassFixture<FailingServer>
{
    private const string Long =
        """
        "model":"chat","messages":[{"role":"user","content":"Tell me a story."}],"max_tokens":400,"ignore_eos":true
        """;

    // As likely as can be: it is the first token, and the model has no numbers for the second.
    private const string Poisoned =
        """
        "model":"chat","messages":[{"role":"user","content":"Hi"}],"max_tokens":40,"logit_bias":{"1500":100},
        "temperature":0
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E05_ModelFailsAtAStep_AllAreToldAndTheServerComesBack()
    {
        server.Model.Hold();
        var streams = Enumerable.Range(0, 3).Select(_ => OpenAsync(Long)).ToArray();
        var whole = server.Rest.PostAsync("/v1/chat/completions", Encoding.UTF8.GetBytes($"{{{Long}}}"), Token);
        while (await server.ReadAsync("num_requests_running", Token) < 4)
        {
            server.Model.Step();
        }

        server.Model.FailAt(10);
        server.Model.WaitForProbe(Token);
        foreach (var opened in streams)
        {
            using var stream = await opened;
            await stream.ReadToEndAsync(Token);
            Check(Assert.Single(stream.Errors));
            Assert.Empty(stream.Reasons);
        }

        CheckFailed(await whole);
        await CheckRecoveringAsync();
        server.Model.Recover();
        await server.WaitUntilReadyAsync(Token);
        Assert.Equal(200, (await server.Rest.GetAsync("/v2/models/chat/ready", Token)).Status);
        Assert.Equal(server.NeighbourText, await ChatStream.ReadNeighbourAsync(server.Address, Token));
        await CheckFreeAsync();
    }

    [Fact]
    public async Task E06_NoNumbersInOneRow_FailThatRequestAlone()
    {
        Task<string>[] neighbours =
            [.. Enumerable.Range(0, 3).Select(_ => ChatStream.ReadNeighbourAsync(server.Address, Token))];
        for (var i = 0; i < 8; i++)
        {
            using var stream = await OpenAsync(Poisoned);
            await stream.ReadToEndAsync(Token);
            Check(Assert.Single(stream.Errors));
            CheckFailed(await server.Rest.PostAsync(
                "/v1/chat/completions", Encoding.UTF8.GetBytes($"{{{Poisoned}}}"), Token));
            Assert.Equal(200, (await server.Rest.GetAsync("/v2/health/ready", Token)).Status);
        }

        Assert.All(await Task.WhenAll(neighbours), text => Assert.Equal(server.NeighbourText, text));
        await CheckFreeAsync();
    }

    private static void CheckFailed(RestReply reply)
    {
        Assert.Equal(500, reply.Status);
        Check(reply.Text);
    }

    private static void Check(string error)
    {
        Assert.Contains("\"message\"", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private Task<ChatStream> OpenAsync(string fields) =>
        ChatStream.OpenAsync(server.Address, $"{{{fields},\"stream\":true}}", Token);

    // Orchestrators send nothing here, and do not kill it.
    private async Task CheckRecoveringAsync()
    {
        Assert.Equal(200, (await server.Rest.GetAsync("/v2/health/live", Token)).Status);
        Assert.Equal(503, (await server.Rest.GetAsync("/v2/health/ready", Token)).Status);
        Assert.Equal(503, (await server.Rest.GetAsync("/v2/models/chat/ready", Token)).Status);
        var reply = await server.Rest.PostAsync(
            "/v1/chat/completions", Encoding.UTF8.GetBytes(ChatStream.Neighbour), Token);
        Assert.Equal(503, reply.Status);
        await CheckFreeAsync();
    }

    private async Task CheckFreeAsync()
    {
        Assert.Equal(0, await server.ReadAsync("kv_cache_usage_perc", Token));
        Assert.Equal(0, await server.ReadAsync("num_requests_running", Token));
        Assert.Equal(0, await server.ReadAsync("num_requests_waiting", Token));
    }
}
