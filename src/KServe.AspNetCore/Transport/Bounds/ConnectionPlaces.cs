using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Transport;

/// <summary>The connections that the file descriptors of the process are enough for, over all endpoints.</summary>
/// <remarks>Safe for concurrent use. Counted when it is first asked for, which is at the start.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Connections may end after the host; nothing of it is native.")]
internal sealed class ConnectionPlaces
{
    private const int Enough = 10_000;
    private readonly SemaphoreSlim? _places;

    public ConnectionPlaces(ILogger<ConnectionPlaces> logger)
    {
        if (DescriptorLimit.Find() is not { } limit)
        {
            return;
        }

        var connections = DescriptorLimit.GetConnections(limit, DescriptorLimit.CountOpen(), Enough);
        if (connections < Enough)
        {
            _places = new SemaphoreSlim(connections);
            HttpLog.FewDescriptors(logger, connections, limit);
        }
    }

    /// <summary>Gets whether there are so few places that they have to be counted.</summary>
    public bool AreFew => _places is not null;

    /// <summary>Lets a listener accept only as long as there are places.</summary>
    public IConnectionListener Bound(IConnectionListener listener) =>
        _places is null ? listener : new BoundedListener(listener, _places);
}
