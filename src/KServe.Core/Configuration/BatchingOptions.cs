namespace KServe;

/// <summary>Configures how requests to one model are run together, from <c>KServe:Models:{name}:Batching</c>.</summary>
/// <remarks>
/// With batching, <see cref="ModelOptions.MaxConcurrency"/> bounds the batches that run at the same time,
/// <see cref="ModelOptions.QueueLength"/> the requests that wait for a batch and
/// <see cref="ModelOptions.QueueTimeout"/> how long they do.
/// </remarks>
public sealed class BatchingOptions
{
    internal const int MaxLevels = 100;

    /// <summary>Gets or sets how many rows a batch may have.</summary>
    /// <value>From 1 to 65536. Default: 32. A smaller limit in the model's signature wins.</value>
    public int MaxBatchSize { get; set; } = 32;

    /// <summary>Gets or sets how long a request may wait for company when the model could run it at once.</summary>
    /// <value>From zero to one minute. Default: 5 milliseconds.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets whether requests wait only while it pays, as past arrivals tell.</summary>
    /// <value>
    /// Default: <see langword="true"/>. Otherwise each batch that is not full waits <see cref="MaxDelay"/>.
    /// </value>
    public bool AdaptiveDelay { get; set; } = true;

    /// <summary>Gets the numbers of rows that the model likes best.</summary>
    /// <value>
    /// Each from 1 to <see cref="MaxBatchSize"/>. Default: none. A batch of the largest of these runs at once, and a
    /// queue that fills one of them runs that many rows.
    /// </value>
    public IList<int> PreferredBatchSizes { get; } = [];

    /// <summary>Gets or sets how many priorities clients may ask for by the parameter <c>priority</c>.</summary>
    /// <value>From 1 to 100. Default: 1, which ignores the parameter. Priority 1 is served first.</value>
    public int PriorityLevels { get; set; } = 1;

    /// <summary>Gets or sets the priority of requests that ask for none, or for 0 or one that does not exist.</summary>
    /// <value>From 1 to <see cref="PriorityLevels"/>. Default: 1.</value>
    public int DefaultPriority { get; set; } = 1;

    /// <summary>Gets or sets how requests of different shapes become alike.</summary>
    /// <value>Default: <see langword="null"/>, which batches only requests of the same shape.</value>
    public BatchPaddingOptions? Padding { get; set; }
}
