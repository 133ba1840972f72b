namespace KServe.LoadTest.Client;

/// <summary>The sending half of a connection: frames in order, within the windows that the server gives.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class Http2Sender(Http2Request request)
{
    private readonly OutputBuffer _output = new();
    private readonly Queue<Http2Stream> _waiting = [];
    private long _window = Http2Settings.DefaultWindow;
    private long _streamWindow = Http2Settings.DefaultWindow;

    /// <summary>Gets what the socket can take now.</summary>
    public ReadOnlySpan<byte> Output => _output.Waiting;

    /// <summary>Gets the window that a new stream begins with.</summary>
    public long StreamWindow => _streamWindow;

    /// <summary>Takes a call that has begun.</summary>
    public void Submit(Http2Stream stream)
    {
        _waiting.Enqueue(stream);
        Fill();
    }

    /// <summary>Takes a frame that belongs to no call.</summary>
    public void SendControl(ReadOnlySpan<byte> frame) => frame.CopyTo(_output.Add(frame.Length));

    /// <summary>Forgets what the socket took, and goes on with what waits.</summary>
    public void Consume(int count)
    {
        _output.Consume(count);
        Fill();
    }

    /// <summary>Widens the window of the connection.</summary>
    public void Widen(int increment)
    {
        _window += increment;
        Fill();
    }

    /// <summary>Widens the window of one stream.</summary>
    public void Widen(Http2Stream stream, int increment)
    {
        stream.SendWindow += increment;
        Fill();
    }

    /// <summary>Takes the window that the server gives to streams, those that run included.</summary>
    public void SetStreamWindow(int window, IEnumerable<Http2Stream> running)
    {
        foreach (var stream in running)
        {
            stream.SendWindow += window - _streamWindow;
        }

        _streamWindow = window;
        Fill();
    }

    private void Fill()
    {
        // One call after the other: whoever waits for its window makes those behind it wait, too.
        while (_waiting.TryPeek(out var stream) && _output.HasRoom)
        {
            var cost = request.GetWindow(stream.NextFrame);
            if (cost > Math.Min(_window, stream.SendWindow))
            {
                return;
            }

            request.CopyFrame(stream.NextFrame, stream.Id, _output.Add(request.GetSize(stream.NextFrame)));
            _window -= cost;
            stream.SendWindow -= cost;
            if (++stream.NextFrame == request.Count)
            {
                _waiting.Dequeue();
            }
        }
    }
}
