namespace KServe.Load.Generation;

/// <summary>Holds what a soak had done, and what its process used, at the end of an interval.</summary>
/// <param name="Number">Which interval, from 1.</param>
/// <param name="Answered">The requests that were answered as they should be since the start, refusals
/// included.</param>
/// <param name="Refused">The wrong requests among them.</param>
/// <param name="PrefixHits">The answers among them for which the cache already held a part of the prompt.</param>
/// <param name="Cancelled">The requests that the client gave up, since the start.</param>
/// <param name="ResidentSet">The bytes of the process in memory.</param>
/// <param name="Heap">The bytes of the managed heap after a full collection.</param>
/// <param name="Threads">The threads of the process.</param>
/// <param name="Handles">The open files and sockets of the process.</param>
/// <param name="InUse">What was still in use when nobody asked any more; empty when nothing was.</param>
public sealed record LongSoakSample(
    int Number,
    long Answered,
    long Refused,
    long PrefixHits,
    long Cancelled,
    long ResidentSet,
    long Heap,
    int Threads,
    int Handles,
    string InUse);
