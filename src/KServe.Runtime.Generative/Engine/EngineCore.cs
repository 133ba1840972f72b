using System.Diagnostics;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Scheduling;
using KServe.Runtime.Generative.Telemetry;

namespace KServe.Runtime.Generative.Engine;

/// <summary>The state of an engine and one step of it: plan, compute, choose, hand out.</summary>
/// <remarks>Not safe for concurrent use: one thread calls everything.</remarks>
internal sealed partial class EngineCore
{
    private readonly ICausalModel _model;
    private readonly EngineContext _context;
    private readonly KvBlocks _blocks;
    private readonly Scheduler _scheduler;
    private readonly TenantLedger _ledger;
    private readonly StepBatch _batch = new();
    private readonly List<Generation> _live = [];
    private readonly List<Generation> _touched = [];
    private readonly EngineMeter _meter;
    private float[] _logits = [];

    /// <summary>Creates an engine without requests.</summary>
    public EngineCore(ICausalModel model, EngineContext context)
    {
        _model = model;
        _context = context;
        _blocks = new KvBlocks(model, BlockDemand.Create(model, context.Options));
        _scheduler = new Scheduler(context.Options, _blocks);
        _ledger = new TenantLedger(context.Options.TenantWeights);
        _chooser = new TokenChooser(model.VocabularySize, model.Threads);
        Gauges = new EngineGauges(model.BlockSize);
        UpdateGauges();
        _meter = new EngineMeter(context.Metrics, context.ModelName, context.Time);
    }

    /// <summary>Gets whether there are requests that have not ended.</summary>
    public bool HasWork => _live.Count > 0;

    /// <summary>Gets the scheduler.</summary>
    public Scheduler Scheduler => _scheduler;

    /// <summary>Gets the pool of blocks.</summary>
    public BlockPool Pool => _blocks.Pool;

    /// <summary>Gets how many steps in a row the model has failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Gets what was measured last, for gauges.</summary>
    public EngineGauges Gauges { get; }

    /// <summary>Adds a request.</summary>
    public void Add(Generation generation)
    {
        generation.Account = _ledger.Enter(generation.Request.Tenant ?? "");
        generation.LivePlace = _live.Count;
        _live.Add(generation);
        _scheduler.Add(generation.Sequences[0]);
        UpdateGauges();
        if (generation.IsCancelled)
        {
            Cancel(generation);
        }
    }

    /// <summary>Ends a request that its client gave up.</summary>
    public void Cancel(Generation generation)
    {
        if (generation.LivePlace >= 0)
        {
            End(generation, FinishReason.Abort, new OperationCanceledException(generation.CancellationToken));
            Signal();
        }
    }

    /// <summary>Fails all requests.</summary>
    public void FailAll(Func<InferenceException> createError)
    {
        while (_live.Count > 0)
        {
            End(_live[^1], FinishReason.Abort, createError());
        }

        Signal();
    }

    /// <summary>Tells all readers that nothing more comes, when the state is not to be trusted any more.</summary>
    public void Abandon(Func<InferenceException> createError)
    {
        foreach (var generation in _live)
        {
            generation.StopListening();
            generation.Output.Complete(createError());
            generation.Output.Signal();
        }
    }

    /// <summary>Computes one step.</summary>
    /// <returns>False when the model failed.</returns>
    public bool Step()
    {
        ExpireDeadlines();
        var plan = _scheduler.Plan();
        var logits = Prepare(plan);
        try
        {
            if (plan.Count > 0)
            {
                _model.Forward(_batch, logits);
            }
        }
        catch (Exception exception)
        {
            FailStep(exception);
            return false;
        }

        Failures = 0;
        Advance(plan);
        _meter.Stepped(_batch.Tokens.Length, _scheduler);
        Signal();
        return true;
    }

    /// <summary>Tries the model with one token, after it failed.</summary>
    /// <returns>False when it failed again.</returns>
    public bool Probe()
    {
        _batch.Clear();
        _batch.Add([0], 0, 1, [0]);
        try
        {
            _model.Forward(_batch, GetLogits(1));
        }
        catch (Exception exception)
        {
            FailStep(exception);
            return false;
        }

        _context.Logger.Recovered(_context.ModelName, Failures);
        Failures = 0;
        return true;
    }

    /// <summary>Checks that the books of the cache balance.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public void Check()
    {
        Pool.Check(_live.SelectMany(static generation => generation.Sequences).Select(static one => one.Table));
        if (_live.Count == 0 && Pool.FreeCount != Pool.Total)
        {
            throw new InvalidOperationException("Blocks are in use although no request is left.");
        }
    }

    private void ExpireDeadlines()
    {
        var now = _context.Time.GetTimestamp();
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            if (_live[i].Deadline <= now)
            {
                End(_live[i], FinishReason.Abort, GenerationErrors.TimedOut());
            }
        }
    }

    private Span<float> Prepare(IReadOnlyList<PlannedSequence> plan)
    {
        _batch.Clear();
        for (var i = 0; i < plan.Count; i++)
        {
            var (sequence, tokens, logitRows) = plan[i];
            var start = sequence.Computed;
            _batch.Add(sequence.Tokens.Slice(start, tokens), start, logitRows, sequence.Table.Blocks);
            _meter.Scheduled(sequence.Owner);
        }

        return GetLogits(_batch.LogitRows);
    }

    private Span<float> GetLogits(int rows)
    {
        var length = checked(rows * _model.VocabularySize);
        if (length > _logits.Length)
        {
            _logits = GC.AllocateUninitializedArray<float>(length);
        }

        return _logits.AsSpan(0, length);
    }

    private void FailStep(Exception exception)
    {
        Failures++;
        _context.Logger.ModelFailed(
            exception, _context.ModelName, _batch.Sequences.Length, _batch.Tokens.Length);
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            if (_live[i].IsRunning)
            {
                End(_live[i], FinishReason.Error, GenerationErrors.ModelFailed(exception));
            }
        }

        // Nobody knows what the model wrote before it failed.
        Pool.ForgetAll();
        Signal();
    }

    private void Touch(Generation generation)
    {
        if (!generation.IsTouched)
        {
            generation.IsTouched = true;
            _touched.Add(generation);
        }
    }

    // Readers are woken once a step, after all of it has been written.
    private void Signal()
    {
        UpdateGauges();
        foreach (var generation in _touched)
        {
            generation.IsTouched = false;
            generation.Output.Signal();
        }

        _touched.Clear();
    }

    private void UpdateGauges() =>
        Gauges.Update(_scheduler.Running.Count, _scheduler.WaitingCount, Pool.FreeCount, Pool.Total);

    // Ends a request with all its answers.
    private void End(Generation generation, FinishReason reason, Exception error)
    {
        foreach (var sequence in generation.Sequences)
        {
            if (sequence.State != SequenceState.Finished)
            {
                sequence.FinishReason = reason;
                _scheduler.Remove(sequence);
            }
        }

        generation.OpenSequences = 0;
        Complete(generation, reason, error);
    }

    private void Complete(Generation generation, FinishReason reason, Exception? error)
    {
        Debug.Assert(generation.OpenSequences == 0, "A request ends when all its answers have.");
        var last = _live[^1];
        _live[generation.LivePlace] = last;
        last.LivePlace = generation.LivePlace;
        _live.RemoveAt(_live.Count - 1);
        generation.LivePlace = -1;
        _ledger.Leave(generation.Account!);
        generation.StopListening();
        generation.StopWaiting();
        _meter.Finished(generation, reason);
        generation.Output.Complete(error);
        Touch(generation);
    }
}
