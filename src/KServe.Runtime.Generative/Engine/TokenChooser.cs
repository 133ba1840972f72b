using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Chooses the tokens of a step, a row of logits for each, on the threads of the model.</summary>
/// <remarks>
/// A row is read by one thread from its beginning to its end: what is chosen does not depend on how many there are. The
/// step loop calls everything; threads take choices one by one.
/// </remarks>
internal sealed class TokenChooser
{
    private readonly int _vocabularySize;
    private readonly ComputePool? _threads;
    private readonly List<TokenChoice> _choices = [];
    private readonly List<Sampler> _samplers = [];
    private float[] _logits = [];
    private int _next;

    /// <summary>Creates a chooser without choices.</summary>
    /// <param name="vocabularySize">The number of logits in a row.</param>
    /// <param name="threads">The threads, which compute nothing else meanwhile; null for the caller's alone.</param>
    public TokenChooser(int vocabularySize, ComputePool? threads)
    {
        _vocabularySize = vocabularySize;
        _threads = threads;
        _samplers.Add(new Sampler(vocabularySize));
    }

    /// <summary>Gets how many tokens are to be chosen.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a choice.</summary>
    public TokenChoice this[int index] => _choices[index];

    /// <summary>Forgets the choices of the step before.</summary>
    /// <param name="logits">The rows of this step.</param>
    public void Clear(float[] logits)
    {
        Count = 0;
        _logits = logits;
    }

    /// <summary>Adds a token to be chosen.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="row">The row of logits, which is changed unless it is shared.</param>
    /// <param name="isRowShared">Whether other sequences choose from the row too.</param>
    public void Add(Sequence sequence, int row, bool isRowShared)
    {
        if (Count == _choices.Count)
        {
            _choices.Add(new TokenChoice());
        }

        _choices[Count].Begin(sequence, row, isRowShared);
        Count++;
    }

    /// <summary>Chooses all tokens that were added.</summary>
    public void Run()
    {
        _next = 0;
        var parts = Math.Min(_threads?.Threads ?? 1, Count);
        while (_samplers.Count < parts)
        {
            _samplers.Add(new Sampler(_vocabularySize));
        }

        if (parts > 1)
        {
            using var work = new ChoiceWork(this);
            work.Run(_threads!, parts);
        }
        else
        {
            Take(0);
        }
    }

    /// <summary>Chooses tokens until all are taken.</summary>
    /// <param name="part">Which of the samplers is the caller's.</param>
    public void Take(int part)
    {
        int index;
        while ((index = Interlocked.Increment(ref _next) - 1) < Count)
        {
            var choice = _choices[index];
            var row = _logits.AsSpan(checked(choice.Row * _vocabularySize), _vocabularySize);
            choice.Choose(_samplers[part], row);
        }
    }

    /// <summary>Reads what is reported of a token of a prompt, on the caller's thread.</summary>
    public RankedTokens ReadPromptLogprobs(ReadOnlySpan<float> logits, int token, int top) =>
        _samplers[0].ReadPromptLogprobs(logits, token, top);
}
