namespace KServe.ModelMesh;

/// <summary>The models in memory, and which of them is to leave first.</summary>
/// <remarks>
/// Requests note their time in the model's own counters and take no lock here; whoever needs a victim reads all of
/// them. A search costs some nanoseconds for each model in memory, far less than the load that wants the room.
/// Not safe for concurrent use: the scheduler's lock guards it.
/// </remarks>
internal sealed class ResidentSet(TimeProvider time, TimeSpan minResidency)
{
    private readonly List<MeshEntry> _entries = [];
    private long _round;

    public int Count => _entries.Count;

    public IReadOnlyList<MeshEntry> Entries => _entries;

    public void Add(MeshEntry entry)
    {
        entry.Index = _entries.Count;
        _entries.Add(entry);
    }

    public void Remove(MeshEntry entry)
    {
        var last = _entries[^1];
        _entries[entry.Index] = last;
        last.Index = entry.Index;
        _entries.RemoveAt(_entries.Count - 1);
        entry.Index = -1;
    }

    /// <summary>Begins a search in which no model is proposed twice.</summary>
    public void BeginSearch() => _round++;

    /// <summary>Finds the model that was not used for the longest time and may leave; <see langword="null"/> for
    /// none.</summary>
    public MeshEntry? FindOldest()
    {
        MeshEntry? oldest = null;
        var oldestUse = long.MaxValue;
        foreach (var entry in _entries)
        {
            if (entry.Round != _round
                && entry.LastUsed is var lastUsed
                && lastUsed < oldestUse
                && MayLeave(entry))
            {
                oldest = entry;
                oldestUse = lastUsed;
            }
        }

        if (oldest is not null)
        {
            oldest.Round = _round;
        }

        return oldest;
    }

    /// <summary>Gets when the least recently used model was used; <see langword="null"/> when there is none.</summary>
    public long? GetOldestUse() => _entries.Count == 0 ? null : _entries.Min(static entry => entry.LastUsed);

    private bool MayLeave(MeshEntry entry) =>
        !entry.Options.Pinned
        && entry.Waiters == 0
        && entry.Load is null
        && (minResidency == TimeSpan.Zero || time.GetElapsedTime(entry.LoadedAt) >= minResidency);
}
