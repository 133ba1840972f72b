namespace KServe.ModelMesh;

/// <summary>One registered model; everything but the name is guarded by the scheduler's lock.</summary>
/// <remarks>There may be very many: no thread, timer or large thing belongs to one that is not in memory.</remarks>
internal sealed class MeshEntry(string name, MeshModelOptions options, Action<ModelBuilder>? configure)
{
    public string Name { get; } = name;

    public MeshModelOptions Options { get; set; } = options;

    public Action<ModelBuilder>? Configure { get; set; } = configure;

    public EntryState State { get; set; }

    /// <summary>Gets or sets the load that waits or runs; <see langword="null"/> for none.</summary>
    public MeshLoad? Load { get; set; }

    /// <summary>Gets or sets the latest end of the model's time in memory.</summary>
    public Task Removal { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets the requests between their arrival and their pin: while there are any, it stays.</summary>
    public int Waiters { get; set; }

    /// <summary>Gets or sets the bytes that count against the budget.</summary>
    public long Bytes { get; set; }

    /// <summary>Gets or sets the bytes that the last load was measured to hold; 0 for never measured.</summary>
    public long MeasuredBytes { get; set; }

    public LoadFailure? Failure { get; set; }

    public long LoadedAt { get; set; }

    /// <summary>Gets or sets the versions in memory; empty when there are none.</summary>
    public ModelRevision[] Revisions { get; set; } = [];

    /// <summary>Gets or sets the last search for a victim that found the model in use.</summary>
    public long Round { get; set; }

    /// <summary>Gets or sets the place in the list of models in memory.</summary>
    public int Index { get; set; } = -1;

    /// <summary>Gets or sets whether the model was described anew since its load began.</summary>
    public bool IsStale { get; set; }

    public bool IsUnregistered { get; set; }

    /// <summary>Gets when the last request began, or the load ended if there was none since.</summary>
    public long LastUsed
    {
        get
        {
            var last = LoadedAt;
            foreach (var revision in Revisions)
            {
                last = Math.Max(last, revision.Statistics.LastUsed);
            }

            return last;
        }
    }
}
