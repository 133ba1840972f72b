namespace KServe.Kernels.Compute;

/// <summary>Threads of an engine's own, which share the parts of one piece of work at a time with their caller.</summary>
/// <remarks>One caller at a time: an engine's step loop owns its pool.</remarks>
public sealed unsafe class ComputePool : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private void* _work;
    private delegate*<void*, int, void> _run;
    private Exception? _failure;
    private int _parts;
    private int _next;
    private bool _isDisposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many compute, the caller's included; at least 1.</param>
    public ComputePool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Loop) { IsBackground = true, Name = "KServe compute" };
            _threads[i].Start();
        }
    }

    /// <summary>Gets how many threads compute, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Runs all parts of a piece of work and returns when the last has ended.</summary>
    /// <typeparam name="TWork">The type of the work.</typeparam>
    /// <param name="work">The work, on the caller's stack or pinned for the time of the call.</param>
    /// <param name="parts">How many parts there are.</param>
    public void Run<TWork>(ref TWork work, int parts)
        where TWork : unmanaged, IComputeWork
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (parts == 1 || _threads.Length == 0)
        {
            for (var part = 0; part < parts; part++)
            {
                work.Run(part);
            }

            return;
        }

        fixed (TWork* pointer = &work)
        {
            _work = pointer;
            _run = &RunPart<TWork>;
            _parts = parts;
            _failure = null;
            Volatile.Write(ref _next, 0);
            _start.Release(_threads.Length);
            RunParts();
            for (var i = 0; i < _threads.Length; i++)
            {
                _done.Wait();
            }
        }

        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _done.Dispose();
    }

    private static void RunPart<TWork>(void* work, int part)
        where TWork : unmanaged, IComputeWork => ((TWork*)work)->Run(part);

    private void Loop()
    {
        while (true)
        {
            _start.Wait();
            if (_isDisposed)
            {
                return;
            }

            RunParts();
            _done.Release();
        }
    }

    private void RunParts()
    {
        try
        {
            int part;
            while ((part = Interlocked.Increment(ref _next) - 1) < _parts)
            {
                _run(_work, part);
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            Volatile.Write(ref _next, _parts);
        }
    }
}
