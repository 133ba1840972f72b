namespace KServe.ModelMesh;

/// <content>Counts copies of models beyond the first.</content>
internal sealed partial class LoadScheduler
{
    /// <summary>Reserves room for one copy more of a model in memory, if it is free and nobody waits for it.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="bytes">The bytes of a copy; 0 for what the model was measured to hold.</param>
    /// <returns>What the reservation belongs to; <see langword="null"/> when there is no room.</returns>
    public object? TryGrow(MeshEntry entry, ref long bytes)
    {
        lock (_lock)
        {
            bytes = bytes > 0 ? bytes : entry.MeasuredBytes;
            if (entry is not { State: EntryState.Loaded, Load: null } || _queue.Count > 0 || !_budget.Fits(bytes))
            {
                return null;
            }

            _budget.Reserve(bytes);
            entry.Bytes += bytes;
            return entry.Revisions;
        }
    }

    /// <summary>Gives the room of a copy back; what has left with its revision has been given back by that.</summary>
    public void Shrink(MeshEntry entry, object owner, long bytes)
    {
        lock (_lock)
        {
            if (entry.State == EntryState.Loaded && ReferenceEquals(entry.Revisions, owner))
            {
                entry.Bytes -= bytes;
                _budget.Release(bytes);
                Pump();
            }
        }
    }

    /// <summary>Tells whether a load waits, or the next model would have to push another out.</summary>
    public bool IsShort(MeshEntry entry, long bytes)
    {
        lock (_lock)
        {
            return _queue.Count > 0 || !_budget.Fits(bytes > 0 ? bytes : entry.MeasuredBytes);
        }
    }
}
