namespace KServe.Kernels.Attention;

/// <summary>What is added to the scores of each head by the distance from query to key.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class DistanceBias
{
    private readonly int _heads;
    private readonly int _maxLength;

    /// <summary>Initializes the biases.</summary>
    /// <param name="heads">The query heads.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="values">
    /// The biases, [heads, 2 · <paramref name="maxLength"/> - 1]: distances from key - query = 1 - maxLength on.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer values than distances.</exception>
    public DistanceBias(int heads, int maxLength, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var distances = checked((2 * maxLength) - 1);
        if (values.Length != checked(heads * distances))
        {
            throw new ArgumentException($"{heads} heads have {distances} distances each.", nameof(values));
        }

        _heads = heads;
        _maxLength = maxLength;

        // A tile is read whole, also where it reaches beyond the sequence.
        Middle = maxLength - 1 + TileScratch.TileSize;
        Stride = checked(distances + (2 * TileScratch.TileSize));
        Values = new float[checked(heads * Stride)];
        for (var head = 0; head < heads; head++)
        {
            values.Slice(head * distances, distances)
                .CopyTo(Values.AsSpan((head * Stride) + TileScratch.TileSize));
        }
    }

    internal float[] Values { get; }

    internal int Stride { get; }

    internal int Middle { get; }

    internal void Check(int heads, ReadOnlySpan<AttentionSequence> sequences)
    {
        if (heads != _heads)
        {
            throw new ArgumentException($"The bias is for {_heads} heads, not {heads}.", nameof(heads));
        }

        foreach (ref readonly var sequence in sequences)
        {
            if (sequence.ContextLength + sequence.TokenCount > _maxLength)
            {
                throw new ArgumentException($"A sequence is longer than {_maxLength} tokens.", nameof(sequences));
            }
        }
    }
}
