using System.Text;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Client;

/// <summary>A connection that has one HTTP/1.1 request in flight.</summary>
internal sealed class Http1Connection : LoadConnection
{
    private readonly Http1ResponseReader _reader = new();
    private readonly ReadOnlyMemory<byte> _request;
    private readonly byte[] _buffer;
    private bool _isBusy;
    private int _sent;
    private long _intended;

    /// <summary>Connects.</summary>
    /// <param name="target">The address.</param>
    /// <param name="request">The request, with its head.</param>
    /// <param name="buffer">A buffer to read into, which connections of one thread share.</param>
    /// <param name="poller">What will report the connection.</param>
    /// <param name="index">What it is to be reported as.</param>
    public Http1Connection(Uri target, ReadOnlyMemory<byte> request, byte[] buffer, SocketPoller poller, int index)
        : base(target, poller, index)
    {
        _request = request;
        _buffer = buffer;
        _sent = request.Length;
    }

    /// <inheritdoc/>
    public override int Free => _isBusy ? 0 : 1;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte>? FirstBody => _reader.FirstBody;

    /// <summary>Gets the head of the first answer.</summary>
    public string FirstHead => _reader.FirstHead;

    /// <summary>Makes the bytes of a request.</summary>
    public static byte[] CreateRequest(Uri target, LoadRequest request)
    {
        var head = $"POST {request.Path} HTTP/1.1\r\nhost: {target.Authority}\r\n"
            + $"content-type: {request.ContentType}\r\ncontent-length: {request.Body.Length}\r\n"
            + string.Concat(request.Headers.Select(static header => $"{header.Key}: {header.Value}\r\n"));
        return [.. Encoding.ASCII.GetBytes(head + "\r\n"), .. request.Body.Span];
    }

    /// <inheritdoc/>
    public override void Submit(long intended)
    {
        _isBusy = true;
        _intended = intended;
        _sent = 0;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (_sent < _request.Length)
        {
            _sent += Write(_request.Span[_sent..]);
        }
    }

    /// <inheritdoc/>
    public override void Advance(ICompletions completions)
    {
        var count = Read(_buffer);
        if (count > 0 && _reader.Take(_buffer.AsSpan(0, count)))
        {
            _isBusy = false;
            completions.Complete(this, _intended, Now());
        }

        Flush();
    }
}
