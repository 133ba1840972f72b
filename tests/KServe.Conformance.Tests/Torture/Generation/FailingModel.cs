using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>The trained model, which takes steps when it may and fails when it is told to.</summary>
internal sealed class FailingModel : IDisposable
{
    /// <summary>What no client may read.</summary>
    public const string Secret = "kernel secret at /etc/secret";

    /// <summary>A token for which there are no numbers.</summary>
    public const int PoisonToken = 1500;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _permits = new(0);
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly ManualResetEventSlim _probing = new();
    private readonly ManualResetEventSlim _mayProbe = new(initialState: true);
    private int _stepsToFailure;

    /// <summary>Lets one step after the other be taken by <see cref="Step"/> alone.</summary>
    public void Hold() => _open.Reset();

    /// <summary>Takes one step.</summary>
    public void Step() => _permits.Release();

    /// <summary>Lets steps be taken, of which one fails, and holds what tries the model then.</summary>
    public void FailAt(int step)
    {
        _mayProbe.Reset();
        _probing.Reset();
        Volatile.Write(ref _stepsToFailure, step);
        _open.Set();
        _permits.Release();
    }

    /// <summary>Waits until the engine tries the model again.</summary>
    public void WaitForProbe(CancellationToken cancellationToken) =>
        Assert.True(_probing.Wait(Limit, cancellationToken));

    /// <summary>Lets the engine find that the model works.</summary>
    public void Recover() => _mayProbe.Set();

    public ICausalModel Decorate(ICausalModel inner) => new Decorator(this, inner);

    public void Dispose()
    {
        _open.Set();
        _mayProbe.Set();
    }

    private void BeforeStep()
    {
        if (!_open.IsSet)
        {
            _permits.Wait(Limit);
        }

        if (_stepsToFailure > 0 && Interlocked.Decrement(ref _stepsToFailure) == 0)
        {
            throw new InvalidOperationException(Secret);
        }

        if (!_mayProbe.IsSet && _stepsToFailure == 0)
        {
            _probing.Set();
            _mayProbe.Wait(Limit);
        }
    }

    private sealed class Decorator(FailingModel owner, ICausalModel inner) : ICausalModel
    {
        public int VocabularySize => inner.VocabularySize;

        public int MaxSequenceLength => inner.MaxSequenceLength;

        public int BlockSize => inner.BlockSize;

        public int BlockCount => inner.BlockCount;

        public int Window => inner.Window;

        public ComputePool? Threads => inner.Threads;

        public void Forward(StepBatch batch, Span<float> logits)
        {
            owner.BeforeStep();
            inner.Forward(batch, logits);
            foreach (ref readonly var sequence in batch.Sequences)
            {
                var rows = logits[..(sequence.LogitCount * VocabularySize)];
                logits = logits[rows.Length..];
                if (batch.Tokens.Slice(sequence.FirstToken, sequence.TokenCount).Contains(PoisonToken))
                {
                    rows.Fill(float.NaN);
                }
            }
        }

        public void CopyBlock(int source, int destination) => inner.CopyBlock(source, destination);

        public void Dispose() => inner.Dispose();
    }
}
