using System.Threading.Tasks.Sources;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Carries tokens from the step loop to one reader, who may be slow.</summary>
/// <remarks>
/// Two chunks change hands: no memory per token, and the loop never waits. What is not read is as large as the answers
/// may be, and no larger. One writer and one reader at a time.
/// </remarks>
internal sealed class GenerationOutput : IValueTaskSource<bool>
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private OutputChunk _filling = new();
    private OutputChunk _reading = new();
    private Exception? _error;
    private bool _isWaiting;
    private bool _isComplete;

    /// <summary>Waits until there are tokens to read, or no more.</summary>
    /// <returns>False when everything has been read and the request has ended well.</returns>
    public ValueTask<bool> WaitToReadAsync()
    {
        lock (_lock)
        {
            if (_filling.Tokens.Length > 0)
            {
                return new ValueTask<bool>(true);
            }

            if (_isComplete)
            {
                return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
            }

            _core.Reset();
            _isWaiting = true;
            return new ValueTask<bool>(this, _core.Version);
        }
    }

    /// <summary>Takes what there is to read.</summary>
    /// <returns>The tokens; valid until the next call.</returns>
    public OutputChunk Read()
    {
        lock (_lock)
        {
            _reading.Clear();
            (_reading, _filling) = (_filling, _reading);
            return _reading;
        }
    }

    /// <summary>Adds a token; the reader learns of it with the next <see cref="Signal"/>.</summary>
    public void Add(in GeneratedToken token, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _filling.Add(token, text);
        }
    }

    /// <summary>Ends the output; the reader learns of it with the next <see cref="Signal"/>.</summary>
    /// <param name="error">What the reader gets after the last token; null when all went well.</param>
    public void Complete(Exception? error)
    {
        lock (_lock)
        {
            _error = error;
            _isComplete = true;
        }
    }

    /// <summary>Wakes the reader when there is something for it.</summary>
    public void Signal()
    {
        bool hasTokens;
        lock (_lock)
        {
            hasTokens = _filling.Tokens.Length > 0;
            if (!_isWaiting || (!hasTokens && !_isComplete))
            {
                return;
            }

            _isWaiting = false;
        }

        if (!hasTokens && _error is { } error)
        {
            _core.SetException(error);
        }
        else
        {
            _core.SetResult(hasTokens);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
