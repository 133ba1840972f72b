using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Models.Encoders;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Lets the texts of all requests go through one encoder together.</summary>
/// <remarks>
/// A pass takes the next text of each request in turn until it holds as many tokens as it may, so that a request of
/// many texts does not keep the others out. What a text's scores are does not depend on the pass: the outputs have
/// the same bits in any company. Safe for concurrent calls; the model belongs to the queue.
/// </remarks>
/// <param name="model">The encoder.</param>
/// <param name="maxTokens">The most tokens of a pass; a longer text goes alone.</param>
/// <param name="maxWaiting">The most requests that wait.</param>
internal sealed class EncoderQueue(EncoderModel model, int maxTokens, int maxWaiting) : IAsyncDisposable
{
    // 32 MiB of outputs in a pass, unless one text alone has more.
    private const int MaxScores = 8 << 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<EncoderJob> _jobs = [];
    private readonly EncoderBatch _batch = new();
    private readonly ActivationBuffer _scores = new();
    private readonly List<(EncoderJob Job, int Index)> _pass = [];
    private Task _worker = Task.CompletedTask;
    private bool _isWorking;
    private bool _isClosed;

    /// <summary>Gets how many passes there were.</summary>
    public int PassCount { get; private set; }

    /// <summary>Computes texts.</summary>
    /// <param name="inputs">The texts, at least one.</param>
    /// <param name="sink">Takes their scores.</param>
    /// <param name="cancellationToken">Ends the wait; texts that are on their way are computed for nothing.</param>
    /// <exception cref="InferenceException">Too many requests wait, or the model failed.</exception>
    public async Task RunAsync(
        IReadOnlyList<EncoderInput> inputs,
        IScoreSink sink,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new EncoderJob(inputs, sink);
        Add(job);
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((EncoderJob)state!).Cancel(token), job);
        await job.End;
    }

    /// <summary>Refuses what waits, and waits for the pass that runs.</summary>
    public async ValueTask DisposeAsync()
    {
        Task worker;
        lock (_lock)
        {
            _isClosed = true;
            worker = _worker;
            foreach (var job in _jobs)
            {
                job.Fail(GenerationErrors.Stopped());
            }

            _jobs.Clear();
        }

        await worker;
        model.Dispose();
    }

    private void Add(EncoderJob job)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw GenerationErrors.Stopped();
            }

            if (_jobs.Count >= maxWaiting)
            {
                RemoveEnded();
            }

            if (_jobs.Count >= maxWaiting)
            {
                throw GenerationErrors.TooMany(maxWaiting);
            }

            _jobs.AddLast(job);
            if (!_isWorking)
            {
                _isWorking = true;

                // Not on the caller's thread: it may be one that serves sockets.
                _worker = Task.Run(Work);
            }
        }
    }

    private void Work()
    {
        while (TryFill())
        {
            try
            {
                Compute();
            }
            catch (Exception error)
            {
                foreach (var (job, _) in _pass)
                {
                    job.Fail(error);
                }
            }
        }
    }

    private bool TryFill()
    {
        _pass.Clear();
        var (tokens, scores) = (0, 0L);
        lock (_lock)
        {
            while (_jobs.First is { } first)
            {
                var job = first.Value;
                if (job.HasEnded)
                {
                    _jobs.RemoveFirst();
                    continue;
                }

                var input = job[job.Taken];
                tokens += input.Ids.Length;
                scores += CountScores(input);
                if (_pass.Count > 0 && (tokens > maxTokens || scores > MaxScores))
                {
                    break;
                }

                _pass.Add((job, job.Taken++));
                _jobs.RemoveFirst();
                if (!job.IsTaken)
                {
                    _jobs.AddLast(first);
                }
            }

            _isWorking = _pass.Count > 0;
            return _isWorking;
        }
    }

    private void Compute()
    {
        _batch.Clear();
        foreach (var (job, index) in _pass)
        {
            var input = job[index];
            _batch.Add(input.Ids, input.Types, input.Chosen);
        }

        var rest = _scores.Get(model.OutputRows(_batch), model.OutputWidth);
        model.Forward(_batch, rest);
        PassCount++;
        foreach (var (job, index) in _pass)
        {
            var count = (int)CountScores(job[index]);
            job.Take(index, rest[..count]);
            rest = rest[count..];
        }
    }

    private long CountScores(EncoderInput input)
    {
        var rows = !model.Head.IsPerToken ? 1 : input.Chosen.Length > 0 ? input.Chosen.Length : input.Ids.Length;
        return (long)rows * model.OutputWidth;
    }

    private void RemoveEnded()
    {
        for (var node = _jobs.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.HasEnded)
            {
                _jobs.Remove(node);
            }

            node = next;
        }
    }
}
