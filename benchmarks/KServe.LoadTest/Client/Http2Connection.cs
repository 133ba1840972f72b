using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KServe.LoadTest.Client;

/// <summary>A connection that has several gRPC calls in flight over cleartext HTTP/2.</summary>
internal sealed class Http2Connection : LoadConnection
{
    // Given back rarely: a frame per gigabyte costs nothing.
    private const int WindowStep = 1 << 30;
    private readonly Http2Receiver _receiver = new();
    private readonly Http2Sender _sender;
    private readonly Http2Receiver.FrameHandler _handler;
    private readonly List<Http2Stream> _running = [];
    private readonly Stack<Http2Stream> _free = [];
    private readonly ArrayBufferWriter<byte> _first = new();
    private int _firstStream = 1;
    private int _nextId = 1;
    private int _received;
    private long _length = -1;
    private byte[] _trailers = [];
    private ICompletions? _completions;

    /// <summary>Connects.</summary>
    /// <param name="target">The address.</param>
    /// <param name="request">The request.</param>
    /// <param name="streams">How many calls may be in flight.</param>
    /// <param name="poller">What will report the connection.</param>
    /// <param name="index">What it is to be reported as.</param>
    public Http2Connection(Uri target, Http2Request request, int streams, SocketPoller poller, int index)
        : base(target, poller, index)
    {
        _handler = Handle;
        _sender = new Http2Sender(request);
        _sender.SendControl(Http2Settings.CreatePreface());
        for (var i = 0; i < streams; i++)
        {
            _free.Push(new Http2Stream());
        }
    }

    /// <inheritdoc/>
    public override int Free => _free.Count;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte>? FirstBody => _firstStream == 0 ? _first.WrittenMemory : null;

    /// <inheritdoc/>
    public override void Submit(long intended)
    {
        var stream = _free.Pop();
        stream.Begin(_nextId, intended, _sender.StreamWindow);
        _nextId += 2;
        _running.Add(stream);
        _sender.Submit(stream);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        while (!_sender.Output.IsEmpty)
        {
            var count = Write(_sender.Output);
            if (count == 0)
            {
                return;
            }

            _sender.Consume(count);
        }
    }

    /// <inheritdoc/>
    public override void Advance(ICompletions completions)
    {
        var count = Read(_receiver.Room);
        if (count > 0)
        {
            _completions = completions;
            _receiver.Take(count, _handler);
        }

        Flush();
    }

    private void Handle(in Http2FrameHeader header, ReadOnlySpan<byte> payload, bool isEnd)
    {
        switch (header.Type)
        {
            case Http2FrameType.Data:
                HandleData(header, payload, isEnd);
                break;
            case Http2FrameType.Headers:
                HandleHeaders(header, payload);
                break;
            case Http2FrameType.Settings when (header.Flags & Http2FrameHeader.Acknowledge) == 0:
                HandleSettings(payload);
                break;
            case Http2FrameType.Ping when (header.Flags & Http2FrameHeader.Acknowledge) == 0:
                _sender.SendControl(
                    Http2FrameHeader.CreateFrame(Http2FrameType.Ping, Http2FrameHeader.Acknowledge, 0, payload));
                break;
            case Http2FrameType.WindowUpdate:
                HandleWindowUpdate(header.Stream, BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
            case Http2FrameType.ResetStream when Find(header.Stream) is not null:
                throw new LoadException($"the server reset a stream: {Convert.ToHexString(payload)}");
            case Http2FrameType.GoAway:
                throw new LoadException($"the server ends the connection: {Encoding.ASCII.GetString(payload)}");
        }
    }

    private void HandleSettings(ReadOnlySpan<byte> payload)
    {
        if (Http2Settings.FindInitialWindow(payload) is { } window)
        {
            _sender.SetStreamWindow(window, _running);
        }

        _sender.SendControl(Http2FrameHeader.CreateFrame(Http2FrameType.Settings, Http2FrameHeader.Acknowledge, 0, []));
    }

    private void HandleWindowUpdate(int id, int increment)
    {
        if (id == 0)
        {
            _sender.Widen(increment);
        }
        else if (Find(id) is { } stream)
        {
            _sender.Widen(stream, increment);
        }
    }

    private void HandleData(in Http2FrameHeader header, ReadOnlySpan<byte> payload, bool isEnd)
    {
        if (Find(header.Stream) is not { } stream)
        {
            throw new LoadException("data of a stream that has ended");
        }

        stream.Received += payload.Length;
        if (header.Stream == _firstStream)
        {
            _first.Write(payload);
        }

        if (isEnd && (header.Flags & Http2FrameHeader.EndStream) != 0)
        {
            throw new LoadException("an answer without trailers");
        }

        _received += payload.Length;
        if (_received >= WindowStep)
        {
            _sender.SendControl(Http2Settings.CreateWindowUpdate(_received));
            _received = 0;
        }
    }

    private void HandleHeaders(in Http2FrameHeader header, ReadOnlySpan<byte> block)
    {
        if (Find(header.Stream) is not { } stream || (header.Flags & Http2FrameHeader.EndHeaders) == 0)
        {
            throw new LoadException("headers in pieces, or of a stream that has ended");
        }

        if ((header.Flags & Http2FrameHeader.EndStream) != 0)
        {
            RequireGrpcOk(block);
            Complete(stream);
        }
        else if (!stream.HasHeaders && !new HpackStatusReader(block).IsHttpOk)
        {
            throw new LoadException($"an answer has another status than 200: {Encoding.ASCII.GetString(block)}");
        }

        stream.HasHeaders = true;
    }

    private void RequireGrpcOk(ReadOnlySpan<byte> block)
    {
        // Servers write the same trailers every time: a block that was right once is right.
        if (block.SequenceEqual(_trailers))
        {
            return;
        }

        _trailers = new HpackStatusReader(block).IsGrpcOk
            ? block.ToArray()
            : throw new LoadException($"an answer without grpc-status 0: {Encoding.ASCII.GetString(block)}");
    }

    private void Complete(Http2Stream stream)
    {
        if (!stream.HasHeaders || (_length >= 0 && _length != stream.Received))
        {
            throw new LoadException($"an answer has {stream.Received} bytes, the first had {_length}");
        }

        _length = stream.Received;
        _firstStream = stream.Id == _firstStream ? 0 : _firstStream;
        _running.Remove(stream);
        _free.Push(stream);
        _completions!.Complete(this, stream.Intended, Now());
    }

    private Http2Stream? Find(int id)
    {
        foreach (var stream in _running)
        {
            if (stream.Id == id)
            {
                return stream;
            }
        }

        return null;
    }
}
