namespace KServe.Batching;

/// <summary>Says where a request is between its arrival and its answer.</summary>
internal enum ItemState
{
    /// <summary>In the queue; the scheduler's lock guards it.</summary>
    Waiting,

    /// <summary>Its inputs are being copied into a batch: the request must stay.</summary>
    Joining,

    /// <summary>Cancelled while its inputs were being copied.</summary>
    JoiningCancelled,

    /// <summary>Runs with its own request, which must stay; the predictor sees the token.</summary>
    Alone,

    /// <summary>Runs in a batch, which needs nothing of the request any more.</summary>
    Running,

    /// <summary>Answered, failed or cancelled.</summary>
    Done,
}
