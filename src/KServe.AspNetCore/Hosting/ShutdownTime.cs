using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Adds the drain delay to the host's time to stop, so that requests keep theirs to finish.</summary>
/// <remarks>
/// Not a configuration of the host's options: those are read while the host is built, before the options of models may
/// report their errors all at once.
/// </remarks>
internal sealed class ShutdownTime(IOptions<HostOptions> host, IOptions<KServeOptions> kserve) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.Value.ShutdownTimeout += kserve.Value.DrainDelay;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
