namespace KServe.Runtime.Generative.Scheduling;

/// <summary>Says where a sequence is.</summary>
internal enum SequenceState
{
    /// <summary>Not known to the scheduler yet.</summary>
    New = 0,

    /// <summary>Waits for a place and for memory; has no blocks.</summary>
    Waiting,

    /// <summary>Has blocks and takes part in steps.</summary>
    Running,

    /// <summary>Has ended and given everything back.</summary>
    Finished,
}
