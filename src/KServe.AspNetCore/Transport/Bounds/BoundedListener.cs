using System.Net;
using Microsoft.AspNetCore.Connections;

namespace KServe.AspNetCore.Transport;

/// <summary>Accepts connections as long as there are places; what waits meanwhile, waits in the backlog.</summary>
/// <remarks>
/// A bound behind the accepting, such as Kestrel's, comes too late for descriptors: a burst of connections has taken
/// them all before the first is looked at.
/// </remarks>
internal sealed class BoundedListener(IConnectionListener inner, SemaphoreSlim places) : IConnectionListener
{
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token, cancellationToken);
        try
        {
            await places.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        ConnectionContext? connection = null;
        try
        {
            connection = await inner.AcceptAsync(cancellationToken);
            return connection is null ? null : new BoundedConnection(connection, places);
        }
        finally
        {
            if (connection is null)
            {
                places.Release();
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await inner.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        _unbound.Dispose();
    }
}
