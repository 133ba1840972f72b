using System.Diagnostics;

namespace KServe.ModelMesh;

/// <summary>Counts the bytes of models: reserved before a load, corrected after it, free only after the disposal.
/// </summary>
/// <remarks>Not safe for concurrent use: the scheduler's lock guards it.</remarks>
internal sealed class MemoryBudget(long capacity)
{
    private long _used;

    public long Capacity => capacity;

    /// <summary>Gets the bytes of models that are loaded, loading or leaving.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Gets the part of <see cref="Used"/> that is leaving.</summary>
    public long Leaving { get; private set; }

    /// <summary>Gets whether there are more bytes than allowed, even when all that leaves has left.</summary>
    public bool IsOverrun => Used - Leaving > capacity;

    public bool Fits(long bytes) => bytes <= capacity - Used;

    /// <summary>Tells whether there is enough room when everything that leaves has left.</summary>
    public bool WillFit(long bytes) => bytes <= capacity - (Used - Leaving);

    public void Reserve(long bytes) => Add(bytes);

    public void Release(long bytes) => Add(-bytes);

    public void BeginLeave(long bytes) => Leaving += bytes;

    public void EndLeave(long bytes)
    {
        Leaving -= bytes;
        Add(-bytes);
    }

    private void Add(long bytes)
    {
        Volatile.Write(ref _used, checked(_used + bytes));
        Debug.Assert(_used >= Leaving && Leaving >= 0, "What leaves was reserved.");
    }
}
