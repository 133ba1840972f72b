namespace KServe.Runtime.Generative.Configuration;

/// <summary>Computes the memory of a KV cache.</summary>
/// <remarks>
/// Stateless and safe for concurrent calls. Two numbers for each layer, key and value head and head element, or the
/// latent vector of each layer; a layer with a window keeps no more tokens than the window. A cache in blocks rounds
/// the tokens of a sequence up to whole blocks.
/// </remarks>
public static class KvCacheSize
{
    private const int BlockSize = 32;

    /// <summary>Computes the bytes that tokens of one sequence take.</summary>
    /// <param name="shape">What is kept of a token.</param>
    /// <param name="tokens">The number of tokens, from 0 to 10^15.</param>
    /// <param name="element">How the numbers are stored.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The number of windows is not the number of layers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the tokens are too many.</exception>
    /// <exception cref="OverflowException">The bytes do not fit into 64 bits.</exception>
    public static long Compute(KvCacheShape shape, long tokens, KvCacheElement element)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens, 1_000_000_000_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.LayerCount, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegative(shape.LatentSize, nameof(shape));
        if (!shape.Windows.IsDefaultOrEmpty && shape.Windows.Length != shape.LayerCount)
        {
            throw new ArgumentException("The shape must have a window for each layer, or none.", nameof(shape));
        }

        var numbers = TokensInAllLayers(shape, tokens) * NumbersPerToken(shape);
        return checked((long)((numbers * BytesPerBlock(element) + BlockSize - 1) / BlockSize));
    }

    private static Int128 NumbersPerToken(KvCacheShape shape)
    {
        if (shape.LatentSize > 0)
        {
            return shape.LatentSize;
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.KeyValueHeadCount, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.HeadSize, nameof(shape));
        return (Int128)2 * shape.KeyValueHeadCount * shape.HeadSize;
    }

    private static Int128 TokensInAllLayers(KvCacheShape shape, long tokens)
    {
        if (shape.Windows.IsDefaultOrEmpty)
        {
            return (Int128)tokens * shape.LayerCount;
        }

        var sum = (Int128)0;
        foreach (var window in shape.Windows)
        {
            sum += window > 0 ? Math.Min(window, tokens) : tokens;
        }

        return sum;
    }

    private static int BytesPerBlock(KvCacheElement element) => element switch
    {
        KvCacheElement.Float16 => 64,
        KvCacheElement.Float32 => 128,
        KvCacheElement.Eight => 32,
        KvCacheElement.Q8 => 34,
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "The element does not exist."),
    };
}
