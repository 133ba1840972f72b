using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Support;

/// <summary>Waits for changes of resources.</summary>
internal static class Changes
{
    // So that a change that never comes fails the test instead of holding all of them up.
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(1);

    public static async Task UntilAsync(IServiceProvider services, Func<ResourceController, bool> isSo)
    {
        var store = services.GetRequiredService<ResourceStore>();
        var controller = services.GetRequiredService<ResourceController>();
        while (true)
        {
            var changed = store.NextChange();
            if (isSo(controller))
            {
                return;
            }

            await changed.WaitAsync(HangGuard, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until something is so that nothing tells of, such as the end of a removal.</summary>
    public static async Task SoonAsync(Func<bool> isSo)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(HangGuard);
        while (!isSo())
        {
            await Task.Yield();
            guard.Token.ThrowIfCancellationRequested();
        }
    }
}
