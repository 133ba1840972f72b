namespace KServe.Batching;

/// <summary>Adds up how large a batch becomes with each item, so that it stays within what a tensor can be.</summary>
/// <remarks>
/// With padding, an item joins only while each input of the batch stays below four times what the requests sent: one
/// request that is much longer than the others must not multiply the memory and the computing of all.
/// </remarks>
internal sealed class BatchSize
{
    private const int MaxGrowth = 4;
    private const int SmallBytes = 1 << 16;

    private readonly BatchLimits _limits;
    private readonly InputSpec[] _inputs;
    private readonly long[][] _lengths;
    private long _bytes;

    public BatchSize(BucketTemplate? template, BatchLimits limits)
    {
        _limits = limits;
        _inputs = template is not null && limits.PadsDimensions ? template.Inputs : [];
        _lengths = _inputs.Length == 0 ? [] : [.. _inputs.Select(static input => new long[input.TrailingCount])];
    }

    public int Rows { get; private set; }

    /// <summary>Tells whether the batch stays within its bounds with another item.</summary>
    public bool Fits(BatchItem item, int maxRows)
    {
        if (Rows + (long)item.Rows > maxRows || _bytes + item.Bytes > int.MaxValue)
        {
            return false;
        }

        var limit = Math.Min(int.MaxValue, Math.Max(SmallBytes, MaxGrowth * (_bytes + item.Bytes)));
        for (var i = 0; i < _inputs.Length; i++)
        {
            var shape = item.Request.FindInput(_inputs[i].Name)!.Shape;

            // An empty text costs four bytes.
            double bytes = Math.Max(_inputs[i].DataType.GetElementSize(), 4) * _limits.PadRows(Rows + item.Rows);
            for (var dimension = 0; dimension < _lengths[i].Length; dimension++)
            {
                bytes *= _limits.PadLength(Math.Max(_lengths[i][dimension], shape[dimension + 1]));
            }

            if (bytes > limit)
            {
                return false;
            }
        }

        return true;
    }

    public void Add(BatchItem item)
    {
        Rows += item.Rows;
        _bytes += item.Bytes;
        for (var i = 0; i < _inputs.Length; i++)
        {
            var shape = item.Request.FindInput(_inputs[i].Name)!.Shape;
            for (var dimension = 0; dimension < _lengths[i].Length; dimension++)
            {
                _lengths[i][dimension] = Math.Max(_lengths[i][dimension], shape[dimension + 1]);
            }
        }
    }
}
