using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Serving.TextToText;

/// <summary>Counts the requests to a model that are there, and refuses too many.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class AnswerQueue(int limit)
{
    private readonly Lock _lock = new();
    private int _running;
    private int _waiting;

    /// <summary>Gets how many requests run and wait.</summary>
    public EngineGauges Gauges { get; } = new(blockSize: 0);

    /// <summary>Adds a request that waits for its first turn.</summary>
    /// <exception cref="InferenceException">There are too many.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_running + _waiting >= limit)
            {
                throw GenerationErrors.TooMany(limit);
            }

            Change(running: 0, waiting: 1);
        }
    }

    /// <summary>Notes that a request has its first turn.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            Change(running: 1, waiting: -1);
        }
    }

    /// <summary>Takes a request out.</summary>
    /// <param name="hasBegun">Whether it had a turn.</param>
    public void Leave(bool hasBegun)
    {
        lock (_lock)
        {
            Change(hasBegun ? -1 : 0, hasBegun ? 0 : -1);
        }
    }

    private void Change(int running, int waiting)
    {
        _running += running;
        _waiting += waiting;
        Gauges.Update(_running, _waiting, freeBlocks: 0, totalBlocks: 0);
    }
}
