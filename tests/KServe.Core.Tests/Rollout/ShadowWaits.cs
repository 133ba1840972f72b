using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Rollout;

/// <summary>Waits for mirrored requests, which nobody else waits for.</summary>
internal static class ShadowWaits
{
    public static async Task UntilAsync(this TestHost host, Func<ShadowTraffic, bool> isReached)
    {
        while (!isReached(host.Registry.Rollouts.GetTraffic("m").Tracks[1].Shadow!))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        // Counted before the place and the copies are given back.
        var pool = (TensorPool)host.Services.GetService(typeof(TensorPool))!;
        while (pool.RentedCount > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
