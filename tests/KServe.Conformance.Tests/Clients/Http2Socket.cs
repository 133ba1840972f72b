using System.Buffers.Binary;

namespace KServe.Conformance.Tests.Clients;

/// <summary>A cleartext HTTP/2 connection on which any frames can be sent.</summary>
internal sealed class Http2Socket : IDisposable
{
    private readonly RawSocket _socket;

    private Http2Socket(RawSocket socket) => _socket = socket;

    /// <summary>Connects and sends the preface with empty settings.</summary>
    public static async Task<Http2Socket> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var socket = await RawSocket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(
            new Http2Bytes().Raw(Http2Bytes.Preface).Frame(Http2FrameType.Settings, 0, 0).ToArray(), cancellationToken);
        return new Http2Socket(socket);
    }

    /// <summary>Sends frames; a connection that the server has closed takes none.</summary>
    public async Task<bool> SendAsync(Http2Bytes frames, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(frames.ToArray(), cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads one frame.</summary>
    /// <returns>The frame, or <see langword="null"/> when the connection has ended.</returns>
    public async Task<Http2Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await _socket.ReadAsync(9, cancellationToken);
        if (head.Length < 9)
        {
            return null;
        }

        var length = (head[0] << 16) | (head[1] << 8) | head[2];
        var payload = await _socket.ReadAsync(length, cancellationToken);
        return payload.Length < length
            ? null
            : new Http2Frame(
                (Http2FrameType)head[3],
                head[4],
                (int)(BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(5)) & 0x7fffffff),
                payload);
    }

    /// <summary>Reads until a frame fits or the connection ends.</summary>
    public async Task<Http2Frame?> ReadUntilAsync(Predicate<Http2Frame> fits, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } frame)
        {
            if (fits(frame))
            {
                return frame;
            }
        }

        return null;
    }

    public void Dispose() => _socket.Dispose();
}
