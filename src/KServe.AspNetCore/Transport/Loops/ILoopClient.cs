namespace KServe.AspNetCore.Transport;

/// <summary>Something with a socket that a loop watches.</summary>
internal interface ILoopClient
{
    /// <summary>Hears what the socket is ready for, perhaps on two threads at once and perhaps wrongly.</summary>
    void OnReady(EpollEvents events);
}
