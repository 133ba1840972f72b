using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace KServe;

/// <summary>Holds the dimensions of a tensor.</summary>
/// <remarks>
/// Immutable and safe to share. A dimension is at least 0; in metadata, -1 stands for any size. Write shapes as
/// collection expressions: <c>TensorShape shape = [1, 1000];</c>.
/// </remarks>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IEquatable<TensorShape>
{
    /// <summary>The most dimensions a tensor may have.</summary>
    public const int MaxRank = 32;

    private readonly long[]? _dimensions;

    private TensorShape(long[] dimensions) => _dimensions = dimensions;

    /// <summary>Gets the number of dimensions, 0 for a scalar.</summary>
    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>Gets the dimensions, the slowest first.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>Tells whether every dimension is known.</summary>
    public bool IsFixed => !Dimensions.Contains(-1);

    /// <summary>Gets one dimension.</summary>
    /// <param name="index">From 0 to <see cref="Rank"/> - 1.</param>
    public long this[int index] => Dimensions[index];

    /// <summary>Tells whether two shapes are equal.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Tells whether two shapes differ.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <summary>Creates a shape from its dimensions.</summary>
    /// <param name="dimensions">At most <see cref="MaxRank"/> dimensions, each -1 (any size) or more.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="InferenceException">A dimension is below -1 or there are too many.</exception>
    public static TensorShape Create(ReadOnlySpan<long> dimensions)
    {
        if (dimensions.Length > MaxRank)
        {
            throw InferenceException.InvalidArgument(
                $"shape has {dimensions.Length} dimensions, at most {MaxRank} are allowed");
        }

        foreach (var dimension in dimensions)
        {
            if (dimension < -1)
            {
                throw InferenceException.InvalidArgument($"shape has the negative dimension {dimension}");
            }
        }

        return new TensorShape(dimensions.ToArray());
    }

    /// <summary>Multiplies the dimensions without overflow.</summary>
    /// <param name="dimensions">The dimensions.</param>
    /// <param name="count">The number of elements, 1 for a scalar.</param>
    /// <returns><see langword="false"/> when a dimension is negative or the product exceeds 2^63 - 1.</returns>
    public static bool TryGetElementCount(ReadOnlySpan<long> dimensions, out long count)
    {
        count = dimensions.Contains(0) ? 0 : 1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0 || (count != 0 && dimension > long.MaxValue / count))
            {
                count = 0;
                return false;
            }

            count *= dimension;
        }

        return true;
    }

    /// <summary>Gets the number of elements.</summary>
    /// <returns>The product of the dimensions, 1 for a scalar.</returns>
    /// <exception cref="InferenceException">A dimension is unknown or the product exceeds 2^63 - 1.</exception>
    public long GetElementCount() => TryGetElementCount(Dimensions, out var count)
        ? count
        : throw InferenceException.InvalidArgument($"shape {this} has no valid number of elements");

    /// <summary>Tells whether a fixed shape fits this one, where -1 stands for any size.</summary>
    /// <param name="shape">The shape of a tensor.</param>
    /// <returns><see langword="true"/> when the ranks are equal and every known dimension is.</returns>
    public bool Accepts(TensorShape shape)
    {
        if (shape.Rank != Rank)
        {
            return false;
        }

        for (var i = 0; i < Rank; i++)
        {
            if (this[i] != -1 && this[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Enumerates the dimensions.</summary>
    /// <returns>An enumerator.</returns>
    public ReadOnlySpan<long>.Enumerator GetEnumerator() => Dimensions.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (var dimension in Dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>Writes the shape as <c>[1,1000]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < Rank; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(this[i].ToString(CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }
}
