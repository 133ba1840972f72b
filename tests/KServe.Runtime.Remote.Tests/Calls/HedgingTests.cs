using KServe.Client.Tests;

namespace KServe.Runtime.Remote.Tests;

public sealed class HedgingTests
{
    [Fact]
    public async Task PredictAsync_SlowEndpoint_IsOvertakenByTheOther()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = await ScriptedServer.StartAsync(async context =>
        {
            if (!Answers.IsInference(context))
            {
                await Answers.StatusAsync(context, 404);
                return;
            }

            using var registration = context.RequestAborted.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
        });
        await using var fast = await ScriptedServer.StartAsync(Answers.GoodAsync);
        await using var remote = await Remote.LoadAsync($"http://{slow.Address.Authority}", options =>
        {
            options.Endpoints.Add($"http://{fast.Address.Authority}");
            options.Hedging.Delay = TimeSpan.FromMilliseconds(20);
        });

        Assert.Equal("ok", await remote.AskAsync());
        Assert.Equal("ok", await remote.AskAsync());
        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(1.0, 40)]
    [InlineData(0.0, 20)]
    [InlineData(0.1, 32)]
    public async Task PredictAsync_AlwaysSlow_SendsAtMostTheBudget(double budget, int expected)
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (!Answers.IsInference(context))
            {
                return Answers.StatusAsync(context, 404);
            }

            Interlocked.Increment(ref count);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await Remote.LoadAsync($"http://{server.Address.Authority}", options =>
        {
            options.Hedging.Delay = TimeSpan.FromMilliseconds(1);
            options.Hedging.Budget = budget;
            options.AttemptTimeout = TimeSpan.FromMilliseconds(60);
            options.Breaker.IsEnabled = false;
        });

        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("DeadlineExceeded", await remote.AskAsync(), StringComparison.Ordinal);
        }

        // A machine under load may give up before it has sent, never send more.
        Assert.InRange(count, 0, expected);
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 15)]
    [InlineData(1.0, 20)]
    public void CallBudget_TenRequests_EarnTheirShare(double share, int expected)
    {
        var budget = new CallBudget(share);
        var taken = 0;
        for (var i = 0; i < 10; i++)
        {
            // One is taken for each request, so that what is earned is not cut off by the reserve's limit.
            taken += budget.TryTake() ? 1 : 0;
            budget.Deposit();
        }

        while (budget.TryTake())
        {
            taken++;
        }

        Assert.Equal(expected, taken);
    }
}
