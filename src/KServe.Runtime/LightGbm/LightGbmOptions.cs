namespace KServe.Runtime.LightGbm;

/// <summary>Names rounds that a text model does not note itself; each adds outputs to those of all rounds.</summary>
internal sealed record LightGbmOptions
{
    /// <summary>Gets the options that add nothing.</summary>
    public static LightGbmOptions None { get; } = new();

    /// <summary>
    /// Gets the number of rounds up to the best one, for <c>predict_best</c> and <c>predict_best_raw</c>.
    /// </summary>
    public int? BestIteration { get; init; }

    /// <summary>Gets the first round of <c>predict_range</c> and <c>predict_range_raw</c>.</summary>
    public int RangeStart { get; init; }

    /// <summary>
    /// Gets the number of rounds of <c>predict_range</c>; <see langword="null"/> leaves the outputs out.
    /// </summary>
    public int? RangeCount { get; init; }
}
