namespace KServe;

/// <summary>Configures how requests of different shapes are filled up so that they fit one batch.</summary>
/// <remarks>
/// Dimensions after the first are filled where the model's signature leaves them open, all of them where it declares no
/// inputs. Outputs are returned as the model gives them, so an output that follows the length of its input is as long
/// as the longest of the batch.
/// </remarks>
public sealed class BatchPaddingOptions
{
    /// <summary>Gets or sets how far open dimensions are filled up.</summary>
    /// <value>Default: <see cref="BatchPaddingMode.None"/>.</value>
    public BatchPaddingMode Mode { get; set; }

    /// <summary>Gets or sets the number that lengths are rounded up to a multiple of.</summary>
    /// <value>From 1 to 65536. Default: 8. Ignored unless <see cref="Mode"/> is <see
    /// cref="BatchPaddingMode.Multiple"/>.</value>
    public int Multiple { get; set; } = 8;

    /// <summary>Gets or sets the number that fills up inputs which <see cref="Values"/> does not name.</summary>
    /// <value>Default: 0. Rounded and limited to what the data type holds; texts are filled with empty ones.</value>
    public double Value { get; set; }

    /// <summary>Gets the numbers that fill up certain inputs, by their name.</summary>
    public IDictionary<string, double> Values { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Gets or sets whether rows are added until the batch has a preferred size.</summary>
    /// <value>
    /// Default: <see langword="false"/>. Otherwise a batch is filled up to the next of
    /// <see cref="BatchingOptions.PreferredBatchSizes"/>, else to <see cref="BatchingOptions.MaxBatchSize"/>, for
    /// models that want batches of fixed sizes.
    /// </value>
    public bool Rows { get; set; }
}
