namespace KServe.Conformance.Tests.Clients;

/// <summary>The frame types of HTTP/2, numbered as the protocol numbers them.</summary>
internal enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
    Unknown = 0x42,
}
