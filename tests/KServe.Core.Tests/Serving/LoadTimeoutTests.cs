using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

public sealed class LoadTimeoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LoadAsync_LoaderIgnoresCancellation_FailsInTimeAndThrowsTheLateRevisionAway()
    {
        var time = new ManualTimeProvider();
        var finish = new TaskCompletionSource();
        var disposed = new TaskCompletionSource();
        var late = new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = async (_, _) => await finish.Task,
            OnDispose = disposed.SetResult,
        };
        Predictor next = late;
        await using var host = new TestHost(
            builder => builder.AddPredictor(
                "m", _ => next, static model => model.Options.LoadTimeout = TimeSpan.FromMinutes(2)),
            time);
        var loading = host.Registry.LoadAsync("m", Token);
        time.Advance(TimeSpan.FromMinutes(2));
        var error = await Assert.ThrowsAsync<InferenceException>(() => loading);
        Assert.Equal(InferenceErrorCode.DeadlineExceeded, error.Code);
        Assert.Equal("Model with name m did not load within 120 s.", error.Message);
        Assert.Equal(error.Message, host.Registry.GetIndex().Single().Reason);

        // The model is not stuck behind it.
        next = new DelegatePredictor(DelegatePredictor.EchoAsync);
        await host.Registry.LoadAsync("m", Token);
        finish.SetResult();
        await disposed.Task.WaitAsync(Token);
        using var lease = host.Registry.Pin("m");
        Assert.Equal(1, lease.Revision.Number);
    }

    [Fact]
    public async Task LoadAsync_InTime_LeavesNoTimer()
    {
        var time = new ManualTimeProvider();
        await using var host = new TestHost(
            static builder => builder.AddPredictor(
                "m", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync)),
            time);
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(0, time.TimerCount);
    }
}
