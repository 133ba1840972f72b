using System.Net;
using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace KServe.Runtime.Remote.Tests.Texts;

/// <summary>Servers of OpenAI's protocol that fail, lie, stall or go.</summary>
public sealed class TextFaultTests
{
    private const string Failed = "Internal: Model with name local failed at its remote server.";
    private const string Gone =
        "Unavailable: Model with name local is not available: its remote server cannot be reached.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"cho", "a|" + Gone)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n", "a|" + Gone)]
    [InlineData("data: [DONE]\n\n", "|" + Gone)]
    [InlineData("", "|" + Gone)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {]\n\n", "a|" + Failed)]
    [InlineData("data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"a\"}}]}\n\n", "|" + Failed)]
    [InlineData("data: {\"choices\":[{\"index\":-1,\"delta\":{\"content\":\"a\"}}]}\n\n", "|" + Failed)]
    [InlineData("data: 1\n\n", "|" + Failed)]
    [InlineData("data: {\"error\":{\"message\":\"secret\",\"type\":\"server_error\"}}\n\n", "|" + Failed)]
    [InlineData(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"secret\"}}\n\n",
        "a|" + Failed)]
    [InlineData(
        "data: {\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\"}}\n\n",
        "|InvalidArgument: too long")]
    [InlineData(
        "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":\"length\"}]}\n\n", "a|Length +")]
    public async Task GenerateAsync_BytesAsTheyAre_EndTyped(string body, string expected)
    {
        await using var server = new RawServer(TextAnswers.Raw(body));
        await using var remote = await RemoteText.LoadAsync(server.Address);

        Assert.Equal(expected, await remote.AskAsync());
    }

    [Fact]
    public async Task GenerateAsync_Reset_IsUnavailableAndNotTriedAgain()
    {
        await using var server = new RawServer(
            TextAnswers.Raw($"data: {TextAnswers.Content("a")}\n\ndata: {{"), resets: true);
        await using var remote = await RemoteText.LoadAsync(server.Address);

        Assert.EndsWith(Gone, await remote.AskAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1 << 20, 1, 1 << 30)]
    [InlineData(100, 100_000, 1 << 20)]
    public async Task GenerateAsync_EndlessLineOrStream_StopsAtTheLimit(int length, int count, int maxResponse)
    {
        await using var server = await StartAsync(async context =>
        {
            await TextAnswers.SendAsync(context, TextAnswers.Content("a"));
            var line = $"data: {TextAnswers.Content(new string('x', length))}" + (count == 1 ? "" : "\n\n");
            for (var i = 0; i < count; i++)
            {
                await context.Response.WriteAsync(line, context.RequestAborted);
            }
        });
        await using var remote = await RemoteText.LoadAsync(server.Address, options =>
        {
            options.OpenAi.MaxEventLength = 4096;
            options.MaxResponseLength = maxResponse;
        });

        var answer = await remote.AskAsync();
        Assert.EndsWith(Failed, answer, StringComparison.Ordinal);
        Assert.InRange(answer.Length, 1, 2 << 20);
    }

    [Fact]
    public async Task GenerateAsync_NoFirstEventInTime_IsLateAndNotTriedAgain()
    {
        var count = 0;
        var time = new ManualTimeProvider();
        await using var server = await StartAsync(async context =>
        {
            count++;
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync(context.RequestAborted);
            time.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await RemoteText.LoadAsync(
            server.Address, static options => options.TotalTimeout = TimeSpan.FromHours(1), time);

        Assert.Equal(
            "|DeadlineExceeded: Model with name local: its remote server did not answer in time.",
            await remote.AskAsync());
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task GenerateAsync_StallsBetweenEvents_IsLate()
    {
        var time = new ManualTimeProvider();
        await using var server = await StartAsync(static async context =>
        {
            await TextAnswers.SendAsync(context, TextAnswers.Content("a"));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await RemoteText.LoadAsync(
            server.Address, static options => options.OpenAi.ChunkTimeout = TimeSpan.FromSeconds(5), time);
        await using var updates = remote.Model.GenerateAsync(RemoteText.Chat, Token).GetAsyncEnumerator(Token);
        Assert.True(await updates.MoveNextAsync());

        // What the reader takes for itself does not count.
        time.Advance(TimeSpan.FromHours(1));
        var next = updates.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(6));
        var error = await Assert.ThrowsAsync<InferenceException>(() => next);
        Assert.Equal(InferenceErrorCode.DeadlineExceeded, error.Code);
    }

    [Fact]
    public async Task GenerateAsync_LeftEarly_TellsTheServer()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            await TextAnswers.SendAsync(context, TextAnswers.Content("a"));
            await aborted.Task;
        });
        await using var remote = await RemoteText.LoadAsync(server.Address);
        await foreach (var update in remote.Model.GenerateAsync(RemoteText.Chat, Token))
        {
            Assert.Equal("a", update.Text);
            break;
        }

        await aborted.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task GenerateAsync_CancelledWhileItWaits_EndsAsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await RemoteText.LoadAsync(server.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in remote.Model.GenerateAsync(RemoteText.Chat, cancel.Token))
            {
            }
        });
    }

    [Theory]
    [InlineData(503, "0", "ab|Stop 3+2", 2)]
    [InlineData(503, null, "|Unavailable: Model with name local is not ready at its remote server.", 1)]
    [InlineData(500, "0", "|" + Failed, 1)]
    [InlineData(401, null, "|" + Failed, 1)]
    [InlineData(429, "7", "|ResourceExhausted: Model with name local: the quota at its remote server is used up.", 1)]
    [InlineData(
        404, null, "|Unavailable: Model with name local is not available: its remote server does not know it.", 1)]
    [InlineData(400, null, "|InvalidArgument: bad thing", 1)]
    [InlineData(422, null, "|InvalidArgument: bad thing", 1)]
    public async Task GenerateAsync_StatusOnce_IsTriedAgainOnlyWhenSafe(
        int status, string? retryAfter, string expected, int calls)
    {
        var count = 0;
        await using var server = await StartAsync(context => Interlocked.Increment(ref count) == 1
            ? Answers.StatusAsync(context, status, retryAfter, """{"error":{"message":"bad thing"}}""")
            : TextAnswers.GoodAsync(context));
        await using var remote = await RemoteText.LoadAsync(server.Address);

        Assert.Equal(expected, await remote.AskAsync());
        Assert.Equal(calls, count);
    }

    [Fact]
    public async Task GenerateAsync_RefusedConnection_GoesToTheNextEndpoint()
    {
        await using var good = await StartAsync(TextAnswers.GoodAsync);
        await using var remote = await RemoteText.LoadAsync(
            RawServer.FindClosed(), options => options.Endpoints.Add(RemoteText.Address(good.Address)));

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("ab|Stop 3+2", await remote.AskAsync());
        }
    }

    [Fact]
    public async Task GenerateAsync_ManyFaults_OpenTheBreaker()
    {
        var count = 0;
        await using var server = await StartAsync(context =>
        {
            count++;
            return Answers.StatusAsync(context, 500);
        });
        await using var remote = await RemoteText.LoadAsync(
            server.Address, static options => options.Breaker.MinimumCalls = 3, new ManualTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("|" + Failed, await remote.AskAsync());
        }

        Assert.Equal("|" + Gone, await remote.AskAsync());
        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData("text/html", "<html>secret</html>", "|" + Failed)]
    [InlineData(
        "application/json",
        """{"choices":[{"index":0,"message":{"content":"all"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":4}}""",
        "all|Stop 1+4")]
    public async Task GenerateAsync_NoEvents_IsReadAsAWholeOrRefused(string type, string body, string expected)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body, Token);
        });
        await using var remote = await RemoteText.LoadAsync(server.Address);

        Assert.Equal(expected, await remote.AskAsync());
    }

    private static Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer) =>
        ScriptedServer.StartAsync(context => TextAnswers.IsGeneration(context)
            ? answer(context)
            : Answers.StatusAsync(context, (int)HttpStatusCode.NotFound));
}
