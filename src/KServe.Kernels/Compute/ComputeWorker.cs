namespace KServe.Kernels.Compute;

/// <summary>One thread of a <see cref="ComputePool"/>.</summary>
internal sealed class ComputeWorker : IDisposable
{
    private readonly ComputePool _pool;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _thread;
    private int _isAsleep;

    public ComputeWorker(ComputePool pool)
    {
        _pool = pool;
        _thread = new Thread(Loop) { IsBackground = true, Name = "KServe compute" };
        _thread.Start();
    }

    public bool IsAsleep => Volatile.Read(ref _isAsleep) != 0;

    /// <summary>Wakes the thread when it sleeps; costs one read when it does not.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _isAsleep) != 0 && Interlocked.CompareExchange(ref _isAsleep, 0, 1) == 1)
        {
            _wake.Release();
        }
    }

    /// <summary>Ends the thread of a pool that is disposed.</summary>
    public void Dispose()
    {
        Interlocked.MemoryBarrier();
        Wake();
        _thread.Join();
        _wake.Dispose();
    }

    private void Loop()
    {
        while (!_pool.IsDisposed)
        {
            var spin = default(IdleSpin);
            while (!_pool.HasParts && !_pool.IsDisposed)
            {
                if (!spin.Next())
                {
                    Sleep();
                    spin = default;
                }
            }

            _pool.RunParts();
        }
    }

    // Says that it sleeps before it looks a last time, and the pool publishes work before it looks who sleeps: one of
    // the two sees the other. Whoever takes the mark back decides; when that was the pool, its signal must be consumed.
    private void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        var hasWork = _pool.HasParts || _pool.IsDisposed;
        if (hasWork && Interlocked.CompareExchange(ref _isAsleep, 0, 1) == 1)
        {
            return;
        }

        _wake.Wait();
    }
}
