using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Core.Tests.Hosting;

public sealed class ModelHostingServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_SlowModel_IsLiveAtOnceAndReadyAfterIt()
    {
        var finish = new TaskCompletionSource();
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = async (_, token) => await finish.Task.WaitAsync(token),
        };
        using var host = NewHost(predictor);
        await host.StartAsync(Token);
        var health = host.Services.GetRequiredService<ServerHealth>();
        Assert.False(await health.IsReadyAsync(Token));
        Assert.False(health.Started.IsCompleted);

        finish.SetResult();
        await health.Started.WaitAsync(Token);
        await ReadyAsync(health);
        predictor.IsHealthy = false;
        Assert.False(await health.IsReadyAsync(Token));
        await host.StopAsync(Token);
        Assert.True(health.IsDraining);
        Assert.False(await health.IsReadyAsync(Token));
    }

    [Fact]
    public async Task StartAsync_BadModelBesideGood_GoodServesAndServerIsNotReady()
    {
        using var host = NewHost(new DelegatePredictor(DelegatePredictor.EchoAsync), builder => builder.AddPredictor(
            "bad", static _ => throw new IOException("broken")));
        await host.StartAsync(Token);
        var registry = host.Services.GetRequiredService<ModelRegistry>();
        while (!await registry.IsReadyAsync("m", cancellationToken: Token))
        {
            await Task.Yield();
        }

        Assert.False(await host.Services.GetRequiredService<ServerHealth>().IsReadyAsync(Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task StopAsync_WhileLoading_CancelsTheLoad()
    {
        var cancelled = new TaskCompletionSource();
        var loading = new TaskCompletionSource();
        using var host = NewHost(new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = async (_, token) =>
            {
                loading.SetResult();
                await using var registration = token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, token);
            },
        });
        await host.StartAsync(Token);
        await loading.Task;
        await host.StopAsync(Token);
        await cancelled.Task;
    }

    [Fact]
    public async Task StopAsync_WithDrainDelay_AnswersUntilItEnds()
    {
        var time = new ManualTimeProvider();
        using var host = NewHost(new DelegatePredictor(DelegatePredictor.EchoAsync), builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.Configure<KServeOptions>(static options => options.DrainDelay = TimeSpan.FromSeconds(5));
        });
        await host.StartAsync(Token);
        var health = host.Services.GetRequiredService<ServerHealth>();
        await ReadyAsync(health);
        var stopping = host.StopAsync(Token);
        while (time.TimerCount == 0)
        {
            await Task.Yield();
        }

        Assert.True(health.IsDraining);
        using (host.Services.GetRequiredService<ModelRegistry>().Pin("m"))
        {
            Assert.False(stopping.IsCompleted);
        }

        time.Advance(TimeSpan.FromSeconds(5));
        await stopping;
    }

    private static async Task ReadyAsync(ServerHealth health)
    {
        while (!await health.IsReadyAsync(Token))
        {
            await Task.Yield();
        }
    }

    private static IHost NewHost(Predictor predictor, Action<IKServeBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var kserve = builder.Services.AddKServeCore();
        configure?.Invoke(kserve);
        kserve.AddPredictor("m", _ => predictor);
        return builder.Build();
    }
}
