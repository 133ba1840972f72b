namespace KServe.ManyModels;

/// <summary>Counts what models really hold, beside the books of the mesh.</summary>
internal sealed class ModelMemory
{
    private long _resident;
    private long _max;
    private long _loads;

    public long Resident => Volatile.Read(ref _resident);

    public long Max => Volatile.Read(ref _max);

    public long Loads => Volatile.Read(ref _loads);

    /// <summary>Gets the bytes of a model: from 64 to 192 KiB.</summary>
    public static long GetSize(int model) => (64 + ((model * 7919L) % 129)) * 1024;

    public void Add(long bytes)
    {
        Interlocked.Increment(ref _loads);
        var resident = Interlocked.Add(ref _resident, bytes);
        var max = Max;
        while (resident > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, resident, max);
            if (seen == max)
            {
                return;
            }

            max = seen;
        }
    }

    public void Remove(long bytes) => Interlocked.Add(ref _resident, -bytes);
}
