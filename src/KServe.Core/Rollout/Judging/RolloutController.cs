namespace KServe;

/// <summary>Raises a canary's traffic step by step, and promotes it or takes it back.</summary>
/// <remarks>Safe for concurrent use; judgements run one after the other.</remarks>
internal sealed class RolloutController : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IRolloutTarget _target;
    private readonly string _track;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TrafficSample _stable;
    private long _stepStart;
    private int _step = -1;
    private bool _isOver;

    public RolloutController(IRolloutTarget target, string track, RolloutOptions options, TimeProvider time)
    {
        (_target, _track, _options, _time) = (target, track, options, time);
        _timer = time.CreateTimer(
            static state => ((RolloutController)state!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets the current step from 0, and how many there are.</summary>
    public (int Step, int Count) Progress
    {
        get
        {
            lock (_lock)
            {
                return (_step, _options.EffectiveSteps.Count);
            }
        }
    }

    /// <summary>Gets whether steps are still to come.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return !_isOver;
            }
        }
    }

    /// <summary>Takes the first step.</summary>
    public void Start()
    {
        lock (_lock)
        {
            Advance();
        }
    }

    /// <summary>Changes nothing any more: somebody else decides.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            End();
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            Judge();
            if (!_isOver)
            {
                _timer.Change(_options.Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Judge()
    {
        var (canary, stable) = _target.Read(_track, _options.LatencyQuantile);

        // At the last steps the stable track has too few requests to compare with: what it had before counts on.
        _stable = stable.Requests >= _options.MinRequests ? stable : _stable;
        var (decision, reason) = RolloutJudge.Judge(_options, canary, _stable, _time.GetElapsedTime(_stepStart));
        if (decision == RolloutDecision.RollBack)
        {
            End();
            _target.RollBack(_track, reason);
        }
        else if (decision == RolloutDecision.Advance)
        {
            Advance();
        }
    }

    private void Advance()
    {
        var steps = _options.EffectiveSteps;
        if (_isOver)
        {
            return;
        }

        if (_step + 1 < steps.Count)
        {
            _step++;
            _stepStart = _time.GetTimestamp();
            _target.Step(_track, TrafficShare.FromPercent(steps[_step]), _options.Window);
            _timer.Change(_options.Interval, Timeout.InfiniteTimeSpan);
            return;
        }

        if (_options.Promote)
        {
            End();
            _target.Promote(_track);
        }
    }

    private void End()
    {
        _isOver = true;
        _timer.Dispose();
    }
}
