using System.Threading.Tasks.Sources;

namespace KServe.Batching;

/// <summary>One request that waits or runs in a batch, and the answer to it.</summary>
/// <remarks>
/// The one object that a request costs in the queue. Links and place in the queue belong to the scheduler's lock; the
/// state changes by exchange, so that an answer and a cancellation cannot both win. Continuations run on the thread
/// pool: one client's encoding must not hold up the others.
/// </remarks>
internal sealed class BatchItem : IValueTaskSource<InferResponse>
{
    private ManualResetValueTaskSourceCore<InferResponse> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private InferResponse? _prepared;
    private int _state;

    public required InferRequest Request { get; init; }

    public required CancellationToken Token { get; init; }

    public required BatchScheduler Scheduler { get; init; }

    public required BatchBucket Bucket { get; init; }

    /// <summary>Gets the rows of the request; 1 for one that runs alone.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the bytes of the largest input.</summary>
    public required int Bytes { get; init; }

    public required int Level { get; init; }

    public required long EnqueuedAt { get; init; }

    public required long ExpiresAt { get; init; }

    public BatchItem? Next { get; set; }

    public BatchItem? Previous { get; set; }

    /// <summary>Gets or sets the run that the item was taken into.</summary>
    public BatchRun? Run { get; set; }

    public ValueTask<InferResponse> Answer => new(this, _core.Version);

    public ItemState State => (ItemState)Volatile.Read(ref _state);

    /// <summary>Lets a cancellation of the token reach the item, once it is in the queue.</summary>
    public void ListenToToken()
    {
        if (Token.CanBeCanceled)
        {
            _registration = Token.UnsafeRegister(
                static state => ((BatchItem)state!).Scheduler.Cancel((BatchItem)state), this);
        }
    }

    public bool TryMove(ItemState from, ItemState to) =>
        Interlocked.CompareExchange(ref _state, (int)to, (int)from) == (int)from;

    /// <summary>Sets the state of an item that the scheduler's lock still guards.</summary>
    public void Set(ItemState state) => Volatile.Write(ref _state, (int)state);

    /// <summary>Keeps the answer of an item that is done, for <see cref="Deliver"/>.</summary>
    public void Prepare(InferResponse response) => _prepared = response;

    /// <summary>Answers with what was prepared; does nothing when there is nothing, or not any more.</summary>
    /// <remarks>Prepared and delivered by the run alone, one after the other.</remarks>
    public void Deliver()
    {
        if (_prepared is { } response)
        {
            _prepared = null;
            _core.SetResult(response);
        }
    }

    public void Fail(Exception error) => _core.SetException(error);

    /// <summary>Fails the item if it has no answer yet, with its cancellation if it was cancelled.</summary>
    public void FailUnlessDone(Exception error)
    {
        var state = (ItemState)Interlocked.Exchange(ref _state, (int)ItemState.Done);
        if (state == ItemState.JoiningCancelled)
        {
            FailCancelled();
        }
        else if (state != ItemState.Done)
        {
            Fail(error);
        }
    }

    public void FailCancelled() => _core.SetException(new OperationCanceledException(Token));

    InferResponse IValueTaskSource<InferResponse>.GetResult(short token)
    {
        // The token may serve another request after this one.
        _registration.Unregister();
        return _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<InferResponse>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<InferResponse>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}
