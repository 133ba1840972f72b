namespace KServe.AspNetCore.Transport;

/// <summary>What a file is ready for, with the values of Linux.</summary>
[Flags]
internal enum EpollEvents
{
    None = 0,
    In = 1,
    Out = 4,
    Error = 8,
    HungUp = 0x10,
    PeerClosed = 0x2000,

    /// <summary>Told once for each change, not for as long as the state lasts.</summary>
    EdgeTriggered = 1 << 31,
}
