namespace KServe.LoadTest.Client;

/// <summary>One call on a connection, from its submission to its trailers.</summary>
internal sealed class Http2Stream
{
    /// <summary>Gets the identifier.</summary>
    public int Id { get; private set; }

    /// <summary>Gets when the call was meant to be sent.</summary>
    public long Intended { get; private set; }

    /// <summary>Gets or sets the next frame to send.</summary>
    public int NextFrame { get; set; }

    /// <summary>Gets or sets how many bytes the server takes on this stream.</summary>
    public long SendWindow { get; set; }

    /// <summary>Gets or sets how many bytes of the answer have come.</summary>
    public long Received { get; set; }

    /// <summary>Gets or sets whether the headers have come.</summary>
    public bool HasHeaders { get; set; }

    /// <summary>Begins a call.</summary>
    public void Begin(int id, long intended, long sendWindow)
    {
        (Id, Intended, SendWindow) = (id, intended, sendWindow);
        (NextFrame, Received, HasHeaders) = (0, 0, false);
    }
}
