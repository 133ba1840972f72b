using System.Runtime.ExceptionServices;

namespace KServe.Kernels.Compute;

/// <summary>Threads of an engine's own, which share the parts of one piece of work with their caller.</summary>
/// <remarks>
/// One caller at a time: an engine's step loop owns its pool. Threads take parts one by one, so a slow one takes fewer.
/// Idle threads spin for some microseconds, because a decoding step is many small pieces of work, and then sleep.
/// </remarks>
public sealed unsafe class ComputePool : IDisposable
{
    // Upper half: the number of the run; lower half: its parts that no thread has taken. One word, so that a thread
    // that comes late can never take a part of another run than the one whose work it then reads.
    private ulong _ticket;
    private readonly ComputeWorker[] _workers;
    private readonly ManualResetEventSlim _allDone = new();
    private void* _work;
    private delegate*<void*, int, void> _run;
    private ExceptionDispatchInfo? _failure;
    private NativeBuffer? _scratch;
    private int _parts;
    private int _unfinished;
    private int _isCallerAsleep;
    private int _isRunning;
    private volatile bool _isDisposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many compute, the caller's included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public ComputePool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
        _workers = new ComputeWorker[threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new ComputeWorker(this);
        }
    }

    /// <summary>Gets how many threads compute, the caller's included.</summary>
    public int Threads { get; }

    internal bool IsDisposed => _isDisposed;

    /// <summary>Gets how many threads sleep.</summary>
    internal int Sleeping => _workers.Count(worker => worker.IsAsleep);

    internal bool HasParts => (uint)Volatile.Read(ref _ticket) != 0;

    /// <summary>Runs all parts of a piece of work and returns when the last has ended.</summary>
    /// <typeparam name="TWork">The type of the work.</typeparam>
    /// <param name="work">The work, on the caller's stack or pinned for the time of the call.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <remarks>When a part throws, parts that have not begun are left out and the first exception is thrown.</remarks>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="InvalidOperationException">A run of another caller has not ended.</exception>
    public void Run<TWork>(ref TWork work, int parts)
        where TWork : unmanaged, IComputeWork
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (parts <= 1 || _workers.Length == 0)
        {
            for (var part = 0; part < parts; part++)
            {
                work.Run(part);
            }

            return;
        }

        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException("A pool computes one piece of work at a time; another has not ended.");
        }

        fixed (TWork* pointer = &work)
        {
            _work = pointer;
            _run = &RunPart<TWork>;
            Share(parts);
        }

        var failure = _failure;
        _failure = null;
        Volatile.Write(ref _isRunning, 0);
        failure?.Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        _allDone.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>Gets memory for the caller of the next run, valid until it asks again.</summary>
    internal byte* GetScratch(nuint bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_scratch is null || _scratch.Length < bytes)
        {
            _scratch?.Dispose();
            _scratch = null;
            _scratch = new NativeBuffer(bytes);
        }

        return _scratch.Pointer;
    }

    /// <summary>Takes and runs parts until none is left.</summary>
    internal void RunParts()
    {
        while (TryTake(out var remaining))
        {
            try
            {
                if (_failure is null)
                {
                    _run(_work, _parts - remaining);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            }

            if (Interlocked.Decrement(ref _unfinished) == 0 && Volatile.Read(ref _isCallerAsleep) != 0)
            {
                _allDone.Set();
            }
        }
    }

    private static void RunPart<TWork>(void* work, int part)
        where TWork : unmanaged, IComputeWork => ((TWork*)work)->Run(part);

    private void Share(int parts)
    {
        _parts = parts;
        _unfinished = parts;
        var run = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (run << 32) | (uint)parts);
        var helpers = Math.Min(parts - 1, _workers.Length);
        for (var i = 0; i < helpers; i++)
        {
            _workers[i].Wake();
        }

        RunParts();
        WaitForOthers();
    }

    private bool TryTake(out int remaining)
    {
        var ticket = Volatile.Read(ref _ticket);
        while ((uint)ticket != 0)
        {
            var seen = Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket);
            if (seen == ticket)
            {
                remaining = (int)(uint)ticket;
                return true;
            }

            ticket = seen;
        }

        remaining = 0;
        return false;
    }

    private void WaitForOthers()
    {
        var spin = default(IdleSpin);
        while (Volatile.Read(ref _unfinished) != 0)
        {
            if (spin.Next())
            {
                continue;
            }

            _allDone.Reset();
            Interlocked.Exchange(ref _isCallerAsleep, 1);
            if (Volatile.Read(ref _unfinished) != 0)
            {
                _allDone.Wait();
            }

            Interlocked.Exchange(ref _isCallerAsleep, 0);
        }
    }
}
