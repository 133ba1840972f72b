using System.Diagnostics;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Scheduling;

/// <summary>Decides which tokens of which sequences a step computes.</summary>
/// <remarks>
/// One budget of tokens for each step. First the sequences that wait for one token only, so that answers flow; then
/// prompts, running and waiting ones in one order (<see cref="SequenceOrder.ByTurn"/>), in pieces where need be. Who
/// waits is let in when all blocks that it needs at once are free. When memory ends, the sequence of the lowest
/// priority with the least computed gives its blocks back and is computed again later. Not safe for concurrent use.
/// </remarks>
internal sealed class Scheduler
{
    private const int MaxPromptRows = 64;

    private readonly EngineOptions _options;
    private readonly KvBlocks _blocks;
    private readonly List<Sequence> _running = [];
    private readonly List<Sequence> _prompts = [];
    private readonly List<PlannedSequence> _plan = [];
    private readonly WaitingQueue _waiting = new();
    private int _budget;
    private int _promptRows;
    private bool _isClosed;
    private long _nextId;

    /// <summary>Creates a scheduler without sequences.</summary>
    public Scheduler(EngineOptions options, KvBlocks blocks)
    {
        _options = options;
        _blocks = blocks;
    }

    /// <summary>Gets the sequences that have blocks.</summary>
    public IReadOnlyList<Sequence> Running => _running;

    /// <summary>Gets how many sequences wait.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Gets how many tokens all steps together have computed: the clock by which sequences age.</summary>
    public long Clock { get; private set; }

    /// <summary>Gets how often a sequence lost its blocks.</summary>
    public long Preemptions { get; private set; }

    /// <summary>Gets how many tokens were looked for in the prefix cache.</summary>
    public long QueriedTokens { get; private set; }

    /// <summary>Gets how many of them were found.</summary>
    public long HitTokens { get; private set; }

    /// <summary>Adds a sequence to those that wait.</summary>
    public void Add(Sequence sequence)
    {
        sequence.Id = _nextId++;

        // A sequence stands back behind what arrives until the engine has computed as many tokens as its prompt has:
        // short prompts pass long ones, and none waits for ever.
        sequence.Key = Clock + (_options.ShortPromptPreference * sequence.PromptLength);
        _waiting.Add(sequence);
    }

    /// <summary>Lets a sequence go on from where another is, if there is a place for it.</summary>
    public bool TryFork(Sequence source, Sequence fork)
    {
        if (_running.Count >= _options.MaxSequences)
        {
            return false;
        }

        fork.Id = _nextId++;
        fork.Key = source.Key;
        fork.Computed = source.Computed;
        fork.Charged = source.Charged;
        fork.Names = source.Names?.Fork();
        _blocks.Fork(source.Table, fork.Table);
        Run(fork);
        return true;
    }

    /// <summary>Takes a sequence out, with all that it holds.</summary>
    public void Remove(Sequence sequence)
    {
        if (sequence.State == SequenceState.Waiting)
        {
            _waiting.Remove(sequence);
        }
        else if (sequence.State == SequenceState.Running)
        {
            _running.Remove(sequence);
            _blocks.Release(sequence.Table);
        }

        sequence.State = SequenceState.Finished;
    }

    /// <summary>Plans a step.</summary>
    /// <returns>What it computes; valid until the next plan.</returns>
    public IReadOnlyList<PlannedSequence> Plan()
    {
        _plan.Clear();
        _budget = _options.MaxBatchedTokens;
        _promptRows = MaxPromptRows;
        _isClosed = false;
        _running.Sort(SequenceOrder.ByProgress);
        PlanRunning();
        PlanPrompts();
        Clock += _options.MaxBatchedTokens - _budget;
        return _plan;
    }

    // Room for all, and the last tokens.
    private void PlanRunning()
    {
        // Who is preempted stands at the end: never in front of the one that needs its blocks, nor in the plan.
        for (var i = 0; i < _running.Count; i++)
        {
            var sequence = _running[i];
            if (TryMakeRoom(sequence) && sequence.Remaining == 1)
            {
                Add(sequence, 1);
            }
        }
    }

    private bool TryMakeRoom(Sequence sequence)
    {
        var end = sequence.Computed + Math.Min(sequence.Remaining, _blocks.MaxStepTokens);
        while (!_blocks.TryExtend(sequence.Table, sequence.Computed, end))
        {
            var victim = _running[^1];
            Preempt(victim);
            if (victim == sequence)
            {
                return false;
            }
        }

        return true;
    }

    private void Preempt(Sequence victim)
    {
        _running.RemoveAt(_running.Count - 1);
        _blocks.Release(victim.Table);
        victim.Computed = 0;
        victim.Preemptions++;
        _waiting.Add(victim);
        Preemptions++;
        _isClosed = true;
    }

    private void PlanPrompts()
    {
        _prompts.Clear();
        foreach (var sequence in _running)
        {
            if (sequence.Remaining > 1)
            {
                _prompts.Add(sequence);
            }
        }

        _prompts.Sort(SequenceOrder.ByTurn);
        var next = 0;
        while (_budget > 0)
        {
            var running = next < _prompts.Count ? _prompts[next] : null;
            if (IsOpenFor(running, out var waiting))
            {
                Admit(waiting);
            }
            else if (running is not null)
            {
                AddPiece(running);
                next++;
            }
            else
            {
                return;
            }
        }
    }

    // Whether the next of those that wait goes before a prompt that runs.
    private bool IsOpenFor(
        Sequence? running, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Sequence? waiting)
    {
        waiting = null;
        return !_isClosed
            && _running.Count < _options.MaxSequences
            && _waiting.TryPeek(out waiting)
            && (running is null || SequenceOrder.ByTurn(waiting, running) < 0);
    }

    private void Admit(Sequence sequence)
    {
        var mayRead = !sequence.WantsPromptLogprobs && sequence.Owner.Request.ReadsPrefixCache;
        var names = mayRead ? sequence.Names : null;

        // One block for each that runs stays free: who is let in with the last block loses it again at once.
        if (!_blocks.TryAdmit(sequence.Table, names, sequence.Count, headroom: _running.Count, out var cached))
        {
            _isClosed = true;
            return;
        }

        _waiting.Remove(sequence);
        sequence.Computed = cached;
        if (names is not null)
        {
            QueriedTokens += sequence.Count;
            HitTokens += cached;
        }

        sequence.Owner.NoteAdmitted(cached);
        Run(sequence);
        AddPiece(sequence);
    }

    private void Run(Sequence sequence)
    {
        sequence.State = SequenceState.Running;
        _running.Add(sequence);
    }

    private void AddPiece(Sequence sequence)
    {
        var tokens = Math.Min(Math.Min(sequence.Remaining, _budget), _blocks.MaxStepTokens);
        if (sequence.WantsPromptLogprobs)
        {
            // Each token wants a row of logits, as large as the vocabulary.
            tokens = Math.Min(tokens, _promptRows);
            _promptRows -= tokens;
        }

        if (tokens > 0)
        {
            Add(sequence, tokens);
        }
    }

    private void Add(Sequence sequence, int tokens)
    {
        Debug.Assert(tokens <= _budget && tokens <= sequence.Remaining, "A step computes what there is.");
        TenantLedger.Charge(sequence, sequence.Computed + tokens);
        var isLast = tokens == sequence.Remaining;
        _plan.Add(new PlannedSequence(sequence, tokens, sequence.WantsPromptLogprobs ? tokens : isLast ? 1 : 0));
        _budget -= tokens;
    }
}
