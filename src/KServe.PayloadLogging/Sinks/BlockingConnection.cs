using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace KServe.PayloadLogging;

/// <summary>Opens connections whose reads and writes block in the system, on the thread that makes them.</summary>
/// <remarks>
/// A socket that was ever used asynchronously, if only to connect, answers blocking calls by way of the threads that
/// watch all sockets of the process, those of requests too.
/// </remarks>
internal static class BlockingConnection
{
    public static async ValueTask<Stream> OpenAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        SenderThread.Start(() =>
        {
            try
            {
                opened.SetResult(Open(context, cancellationToken));
            }
            catch (Exception error)
            {
                opened.SetException(error);
            }
        });
        return await opened.Task;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream disposes its socket.")]
    private static NetworkStream Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket))
            {
                socket.Connect(context.DnsEndPoint);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException
            && cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new OperationCanceledException(message: null, error, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
