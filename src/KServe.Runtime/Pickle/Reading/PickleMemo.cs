namespace KServe.Runtime.Pickle.Reading;

/// <summary>The values that a pickle names again later.</summary>
internal sealed class PickleMemo
{
    private static readonly object Unset = new();

    private object?[] _values = [];

    /// <summary>Gets how many values were added by <see cref="Set"/> or <see cref="Add"/>.</summary>
    private int _count;

    public void Add(object? value) => Set(_count, value, _count);

    /// <param name="index">The place.</param>
    /// <param name="value">The value.</param>
    /// <param name="limit">The greatest place that can be in use by now: picklers number what they write.</param>
    public void Set(long index, object? value, long limit)
    {
        if (index < 0 || index > limit || index >= Array.MaxLength)
        {
            throw new InvalidDataException($"memo place {index} is out of range");
        }

        if (index >= _values.Length)
        {
            var length = _values.Length;
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(index + 1, 2L * length)));
            _values.AsSpan(length).Fill(Unset);
        }

        if (ReferenceEquals(_values[index], Unset))
        {
            _count++;
        }

        _values[index] = value;
    }

    public object? Get(long index) => index >= 0 && index < _values.Length && !ReferenceEquals(_values[index], Unset)
        ? _values[index]
        : throw new InvalidDataException($"memo place {index} was never set");
}
