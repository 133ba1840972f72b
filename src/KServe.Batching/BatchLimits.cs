namespace KServe.Batching;

/// <summary>What the options and the model's signature together allow.</summary>
internal sealed class BatchLimits
{
    private readonly int[] _preferred;

    public BatchLimits(BatchingOptions options, int signatureLimit, int fixedRows = 0)
    {
        MaxRows = signatureLimit > 0 ? Math.Min(options.MaxBatchSize, signatureLimit) : options.MaxBatchSize;
        _preferred = [.. options.PreferredBatchSizes.Where(size => size <= MaxRows).Distinct().Order()];
        if (fixedRows > 0)
        {
            MaxRows = fixedRows;
            _preferred = [fixedRows];
        }

        Padding = options.Padding is { } padding && (padding.Rows || padding.Mode != BatchPaddingMode.None)
            ? padding
            : null;
    }

    public int MaxRows { get; }

    /// <summary>Gets how shapes are filled up; null for not at all.</summary>
    public BatchPaddingOptions? Padding { get; }

    /// <summary>Gets whether dimensions after the first are filled up.</summary>
    public bool PadsDimensions => Padding is { Mode: not BatchPaddingMode.None };

    /// <summary>Gets the number of rows that runs at once.</summary>
    public int FullRows => _preferred.Length > 0 ? _preferred[^1] : MaxRows;

    /// <summary>Gets how many of the waiting rows one batch takes.</summary>
    public int ChooseRows(int waiting)
    {
        for (var i = _preferred.Length - 1; i >= 0; i--)
        {
            if (_preferred[i] <= waiting)
            {
                return _preferred[i];
            }
        }

        return Math.Min(waiting, MaxRows);
    }

    /// <summary>Gets how many rows a batch has after it was filled up.</summary>
    public int PadRows(int rows)
    {
        if (Padding is not { Rows: true })
        {
            return rows;
        }

        foreach (var size in _preferred)
        {
            if (size >= rows)
            {
                return size;
            }
        }

        return MaxRows;
    }

    /// <summary>Gets the number that fills up an input.</summary>
    public double GetFill(string input) =>
        Padding is null ? 0 : Padding.Values.TryGetValue(input, out var value) ? value : Padding.Value;

    /// <summary>Gets how long a dimension becomes when the longest request has a length.</summary>
    public long PadLength(long length) => Padding is { Mode: BatchPaddingMode.Multiple, Multiple: var multiple }
        ? (length + multiple - 1) / multiple * multiple
        : length;
}
