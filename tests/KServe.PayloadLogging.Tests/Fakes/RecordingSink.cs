using System.Text;

namespace KServe.PayloadLogging.Tests.Fakes;

/// <summary>Keeps events, waits or fails when told to, and says when a batch has come.</summary>
internal sealed class RecordingSink : IPayloadSink
{
    private readonly Lock _lock = new();
    private readonly List<(PayloadEvent Event, string Data)> _events = [];
    private readonly List<int> _batches = [];

    /// <summary>Gets or sets what a write waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<(PayloadEvent Event, string Data)> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public async ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        Entered.TrySetResult();
        await Gate.WaitAsync(cancellationToken);
        lock (_lock)
        {
            _batches.Add(events.Count);
            if (Failure is not null)
            {
                throw Failure;
            }

            _events.AddRange(events.Select(static item => (item, Encoding.UTF8.GetString(item.Data.Span))));
        }

        return events.Count;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
