namespace KServe.AspNetCore.Tests.Rollout;

/// <summary>Row D-05 of the torture list, and promotions and rollbacks under load.</summary>
[Collection(AloneCollection.Name)]
public sealed class ReloadUnderLoadTests
{
    private const int Clients = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("grpc")]
    public async Task Reload_TwentyTimesUnderLoad_NoRequestFailsAndNothingStays(string protocol)
    {
        const int Reloads = 20;
        await using var model = await ReloadedModel.StartAsync(protocol);
        var answered = await RunAsync(model, isMonotone: true, async progress =>
        {
            for (var i = 0; i < Reloads; i++)
            {
                await progress(2 * Clients);
                await model.Registry.LoadAsync("m", Token);
            }

            await progress(2 * Clients);
        });

        Assert.Equal(Reloads + 1, model.Revisions.Created);
        Assert.True(answered >= Reloads * Clients);
        Assert.Equal(1, await model.Revisions.CollectAsync(expected: 1));
        Assert.Equal(0, model.Server.Pool.RentedCount);
    }

    [Theory]
    [InlineData("v2")]
    [InlineData("grpc")]
    public async Task Rollouts_PromotedAndRolledBackUnderLoad_NoRequestFails(string protocol)
    {
        await using var model = await ReloadedModel.StartAsync(protocol);
        var rollouts = model.Registry.Rollouts;
        await RunAsync(model, isMonotone: false, async progress =>
        {
            for (var i = 0; i < 5; i++)
            {
                await rollouts.StartAsync(
                    "m",
                    "canary",
                    canary => canary.UsePredictor(_ => model.Revisions.Create()),
                    static options => options.TrafficPercent = 10,
                    Token);
                foreach (var percent in (int[])[50, 0, 100])
                {
                    rollouts.SetTraffic("m", "canary", percent);
                    await progress(Clients);
                }

                await (i % 2 == 0
                    ? rollouts.PromoteAsync("m", "canary", Token)
                    : rollouts.RollBackAsync("m", Token));
                await progress(Clients);
            }

            await rollouts.RollBackAsync("m", Token);
            await progress(Clients);
        });
        Assert.Equal(1, await model.Revisions.CollectAsync(expected: 1));
    }

    /// <summary>Runs changes while clients ask without a pause; any answer that is none fails the test.</summary>
    private static async Task<int> RunAsync(
        ReloadedModel model,
        bool isMonotone,
        Func<Func<int, Task>, Task> change)
    {
        var answered = 0;
        using var stop = new CancellationTokenSource();
        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(), Token)));
        try
        {
            await change(async more =>
            {
                var goal = Volatile.Read(ref answered) + more;
                while (Volatile.Read(ref answered) < goal && !clients.IsFaulted)
                {
                    await Task.Yield();
                }
            });
        }
        finally
        {
            await stop.CancelAsync();
            await clients;
        }

        return answered;

        async Task AskAsync()
        {
            var (connection, ask) = model.Connect();
            using (connection)
            {
                for (var last = 0; !stop.IsCancellationRequested;)
                {
                    var number = await ask();
                    Assert.True(!isMonotone || number >= last, $"revision {number} answered after {last}");
                    last = number;
                    Interlocked.Increment(ref answered);
                }
            }
        }
    }
}
