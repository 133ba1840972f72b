namespace KServe.ModelMesh;

/// <summary>Asks for the memory of further copies of one model: room that is free, never that of other models.</summary>
/// <remarks>Models that are always in memory have no budget: there is room as far as options allow.</remarks>
internal sealed class CopyRoom(LoadScheduler? scheduler, MeshCatalog? catalog)
{
    /// <summary>Gets or sets the model, which is known when it loads.</summary>
    public string ModelName { get; set; } = "";

    /// <summary>Reserves the bytes of one copy, if they are free and no load waits for them.</summary>
    public bool TryReserve(long bytes, out Reservation reservation)
    {
        reservation = default;
        if (Find() is not { } entry)
        {
            return true;
        }

        if (scheduler!.TryGrow(entry, ref bytes) is not { } owner)
        {
            return false;
        }

        reservation = new Reservation(entry, owner, bytes);
        return true;
    }

    public void Release(Reservation reservation)
    {
        if (reservation.Entry is { } entry)
        {
            scheduler!.Shrink(entry, reservation.Owner!, reservation.Bytes);
        }
    }

    /// <summary>Tells whether others need the memory of a copy.</summary>
    public bool IsShort(long bytes) => Find() is { } entry && scheduler!.IsShort(entry, bytes);

    private MeshEntry? Find() => catalog?.TryGetModel(ModelName, out var entry) == true ? entry : null;

    /// <summary>Notes what was reserved, and for which load of the model.</summary>
    internal readonly record struct Reservation(MeshEntry? Entry, object? Owner, long Bytes);
}
