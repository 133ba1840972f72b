namespace KServe.ModelMesh;

/// <summary>Holds one copy for one request, until its response is disposed.</summary>
internal sealed class CopyLease(CopyPool pool, Predictor copy) : IDisposable
{
    private int _returned;

    public Predictor Copy { get; } = copy;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            pool.Return(Copy);
        }
    }
}
