namespace KServe.LoadTest.Client;

/// <summary>The frames of RFC 9113, section 6, that a client of unary calls meets.</summary>
internal enum Http2FrameType : byte
{
    /// <summary>Bytes of a body.</summary>
    Data = 0,

    /// <summary>Headers or trailers.</summary>
    Headers = 1,

    /// <summary>The end of a stream by force.</summary>
    ResetStream = 3,

    /// <summary>What a side supports.</summary>
    Settings = 4,

    /// <summary>A question whether the other side is alive.</summary>
    Ping = 6,

    /// <summary>The end of a connection.</summary>
    GoAway = 7,

    /// <summary>Leave to send more.</summary>
    WindowUpdate = 8,
}
