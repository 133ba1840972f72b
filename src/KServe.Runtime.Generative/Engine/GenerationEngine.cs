using System.Collections.Concurrent;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Runs a model for many requests at once, on a thread of its own.</summary>
/// <remarks>
/// Safe for concurrent use. Requests enter by a queue, tokens leave by each request's own output; the thread is the
/// only one that touches the state between, and sleeps when there is nothing to do.
/// </remarks>
internal sealed class GenerationEngine : IAsyncDisposable
{
    private readonly ICausalModel _model;
    private readonly EngineContext _context;
    private readonly EngineCore _core;
    private readonly RequestCompiler _compiler;
    private readonly ConcurrentQueue<EngineCommand> _inbox = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _waiting;
    private volatile EngineHealth _health;
    private volatile bool _isAborting;
    private bool _isDisposed;

    /// <summary>Starts an engine.</summary>
    /// <param name="model">The model, which belongs to the engine from now on.</param>
    /// <param name="context">What else it is built from.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message says in what.</exception>
    public GenerationEngine(ICausalModel model, EngineContext context)
    {
        var errors = EngineOptionsValidator.Validate(context.Options);
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(context));
        }

        _model = model;
        _context = context;
        _core = new EngineCore(model, context);
        _compiler = new RequestCompiler(model, context);
        context.Metrics?.Observe(context.ModelName, _core.Gauges);
        new Thread(Run) { IsBackground = true, Name = $"KServe engine {context.ModelName}" }.Start();
    }

    /// <summary>Gets whether the engine takes requests.</summary>
    public EngineHealth Health => _health;

    /// <summary>Gets what it looks like as of its last step.</summary>
    public EngineGauges Gauges => _core.Gauges;

    /// <summary>Gets the most tokens that a prompt and its answer have together.</summary>
    public int MaxLength => _compiler.MaxLength;

    /// <summary>Gets a task that ends when the engine has stopped.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Checks a request and adds it to those that wait.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the request when it is cancelled.</param>
    /// <returns>The request in the engine, to be read.</returns>
    /// <exception cref="InferenceException">It is wrong, too many wait, or the engine is not ready.</exception>
    public Generation Submit(EngineRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckHealth();
        var generation = CompileForQueue(request);
        SetTimes(generation);

        // Listening first: a request that ends at once must find what it has to stop listening to.
        generation.ListenTo(cancellationToken);
        Enqueue(generation);
        return generation;
    }

    /// <summary>Stops taking requests and waits until those that are there have ended.</summary>
    /// <param name="cancellationToken">Ends the wait: what has not ended then fails.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_health != EngineHealth.Stopped)
            {
                _health = EngineHealth.Draining;
            }
        }

        _wake.Set();
        await using (cancellationToken.UnsafeRegister(static state => ((GenerationEngine)state!).Abort(), this))
        {
            await _stopped.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Stops at once: requests that have not ended fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await _stopped.Task.ConfigureAwait(false);
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _context.Metrics?.Forget(_core.Gauges);
        _model.Dispose();
    }

    // The place in the queue first: what is refused for want of one must not cost the work of preparing it.
    private Generation CompileForQueue(EngineRequest request)
    {
        var limit = _context.Options.QueueLimit;
        if (Interlocked.Increment(ref _waiting) > limit)
        {
            LeaveQueue();
            throw GenerationErrors.TooMany(limit);
        }

        try
        {
            var generation = _compiler.Compile(request, Cancel);
            generation.LeaveQueue = LeaveQueue;
            return generation;
        }
        catch
        {
            LeaveQueue();
            throw;
        }
    }

    private void SetTimes(Generation generation)
    {
        var time = _context.Time;
        generation.Timings.Queued = time.GetTimestamp();
        if (generation.Request.Timeout is { } timeout)
        {
            var ticks = timeout.TotalSeconds * time.TimestampFrequency;
            generation.Deadline = ticks >= long.MaxValue / 2.0
                ? long.MaxValue
                : generation.Timings.Queued + (long)ticks;
        }
    }

    private void Abort()
    {
        _isAborting = true;
        _wake.Set();
    }

    private void CheckHealth()
    {
        if (_health is EngineHealth.Draining || _isAborting)
        {
            throw GenerationErrors.Stopped();
        }

        if (_health != EngineHealth.Ready)
        {
            throw GenerationErrors.NotReady();
        }
    }

    // Under the lock, so that nothing enters after the loop has looked for the last time.
    private void Enqueue(Generation generation)
    {
        lock (_lock)
        {
            if (_health is EngineHealth.Draining or EngineHealth.Stopped)
            {
                generation.StopListening();
                generation.StopWaiting();
                throw GenerationErrors.Stopped();
            }

            _inbox.Enqueue(new EngineCommand(generation, IsCancel: false));
        }

        _wake.Set();
    }

    private void Cancel(Generation generation)
    {
        _inbox.Enqueue(new EngineCommand(generation, IsCancel: true));
        _wake.Set();
    }

    private void LeaveQueue() => Interlocked.Decrement(ref _waiting);

    private void Run()
    {
        try
        {
            while (!_isAborting)
            {
                ReadInbox();
                if (_core.HasWork)
                {
                    if (!_core.Step() && !TryRecover())
                    {
                        break;
                    }
                }
                else if (_health == EngineHealth.Draining && _inbox.IsEmpty)
                {
                    break;
                }
                else
                {
                    _wake.WaitOne();
                }
            }
        }
        catch (Exception exception)
        {
            // A defect of the loop itself: everyone is told, nobody waits for ever.
            _context.Logger.LoopFailed(exception, _context.ModelName);
        }

        Close();
    }

    private void Close()
    {
        lock (_lock)
        {
            _health = EngineHealth.Stopped;
        }

        try
        {
            ReadInbox();
            _core.FailAll(GenerationErrors.Stopped);
        }
        catch (Exception exception)
        {
            _context.Logger.LoopFailed(exception, _context.ModelName);
            _core.Abandon(GenerationErrors.Stopped);
        }

        _stopped.SetResult();
    }

    private void ReadInbox()
    {
        while (_inbox.TryDequeue(out var command))
        {
            if (command.IsCancel)
            {
                _core.Cancel(command.Generation);
            }
            else
            {
                _core.Add(command.Generation);
            }
        }
    }

    private bool TryRecover()
    {
        SetHealth(EngineHealth.Recovering, EngineHealth.Ready);
        if (_context.Options.OnModelFailure == ModelFailureAction.Recover)
        {
            while (_core.Failures < _context.Options.MaxModelFailures)
            {
                if (_core.Probe())
                {
                    SetHealth(EngineHealth.Ready, EngineHealth.Recovering);
                    return true;
                }
            }
        }

        _context.Logger.GaveUp(_context.ModelName, _core.Failures);
        return false;
    }

    // An engine that is told to stop stays told.
    private void SetHealth(EngineHealth health, EngineHealth expected)
    {
        lock (_lock)
        {
            if (_health == expected)
            {
                _health = health;
            }
        }
    }
}
