using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>A request in the engine: its answers, and where they come out.</summary>
/// <remarks>
/// One reader reads; <see cref="Cancel"/> may be called from anywhere. What it counts is final once it has been read to
/// its end. Everything else belongs to the step loop.
/// </remarks>
internal sealed class Generation
{
    private readonly Action<Generation>? _cancel;
    private CancellationTokenRegistration _registration;
    private int _isCancelled;

    /// <summary>Creates a request.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="plan">How tokens are chosen.</param>
    /// <param name="cancel">Tells the engine that the client gave up.</param>
    public Generation(EngineRequest request, SamplingPlan plan, Action<Generation>? cancel)
    {
        Request = request;
        Plan = plan;
        _cancel = cancel;
    }

    public EngineRequest Request { get; }

    public SamplingPlan Plan { get; }

    public int Priority => Request.Priority;

    /// <summary>Gets the answers.</summary>
    public Sequence[] Sequences { get; set; } = [];

    /// <summary>Gets or sets the most tokens that prompt and answer have together.</summary>
    public int MaxLength { get; set; }

    /// <summary>Gets or sets when the time is over, as a timestamp.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    public GenerationTimings Timings { get; } = new();

    /// <summary>Gets the log-probabilities of the prompt's tokens from the second on, if they were asked for.</summary>
    public List<RankedTokens> PromptLogprobs { get; } = [];

    /// <summary>Gets how many tokens of the prompt were in the cache.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Gets or sets how many tokens the answers have together.</summary>
    public int CompletionTokens { get; set; }

    public GenerationOutput Output { get; } = new();

    /// <summary>Gets or sets the account of its tenant.</summary>
    public TenantAccount? Account { get; set; }

    /// <summary>Gets or sets how many answers have not ended.</summary>
    public int OpenSequences { get; set; }

    /// <summary>Gets or sets whether the answers beside the first have begun.</summary>
    public bool IsForked { get; set; }

    /// <summary>Gets whether the client gave up.</summary>
    public bool IsCancelled => Volatile.Read(ref _isCancelled) != 0;

    /// <summary>Gets whether a step has computed tokens of it.</summary>
    public bool IsAdmitted { get; private set; }

    /// <summary>Gets whether one of its answers has blocks.</summary>
    public bool IsRunning => Array.Exists(Sequences, static one => one.State == SequenceState.Running);

    /// <summary>Gets or sets its place in the engine's list; -1 when it is not there.</summary>
    public int LivePlace { get; set; } = -1;

    /// <summary>Gets or sets whether its reader is to be woken at the end of the step.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Gets or sets what is told, once, that the request does not wait any more.</summary>
    public Action? LeaveQueue { get; set; }

    /// <summary>Gets the token whose cancellation ends the request.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Waits until there are tokens to read.</summary>
    /// <returns>False when the request has ended well and everything was read.</returns>
    /// <exception cref="InferenceException">The request has failed.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public ValueTask<bool> WaitToReadAsync() => Output.WaitToReadAsync();

    /// <summary>Takes the tokens that there are.</summary>
    public OutputChunk Read() => Output.Read();

    /// <summary>Gives up: the engine computes nothing more from its next step on.</summary>
    public void Cancel()
    {
        if (Interlocked.Exchange(ref _isCancelled, 1) == 0)
        {
            _cancel?.Invoke(this);
        }
    }

    /// <summary>Lets a cancellation reach the request.</summary>
    public void ListenTo(CancellationToken token)
    {
        CancellationToken = token;
        _registration = token.UnsafeRegister(static state => ((Generation)state!).Cancel(), this);
    }

    /// <summary>Stops listening; the token may outlive the request.</summary>
    public void StopListening() => _registration.Unregister();

    /// <summary>Notes that a sequence got its blocks.</summary>
    public void NoteAdmitted(int cachedTokens)
    {
        if (!IsAdmitted)
        {
            IsAdmitted = true;
            CachedTokens = cachedTokens;
            StopWaiting();
        }
    }

    /// <summary>Notes that the request does not wait any more: it runs, or it has ended.</summary>
    public void StopWaiting()
    {
        LeaveQueue?.Invoke();
        LeaveQueue = null;
    }
}
