namespace KServe.ControlPlane.Tests.Support;

/// <summary>Holds loads until it is opened and counts them.</summary>
internal sealed class LoadGate
{
    private int _loads;
    private int _running;

    public TaskCompletionSource Opened { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public volatile bool Fails;

    public int Loads => Volatile.Read(ref _loads);

    public int MostAtOnce { get; private set; }

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        Entered.TrySetResult();
        await Opened.Task.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref _running);
        if (Fails)
        {
            throw new InferenceException(InferenceErrorCode.InvalidArgument, "the test wants it so");
        }
    }
}
