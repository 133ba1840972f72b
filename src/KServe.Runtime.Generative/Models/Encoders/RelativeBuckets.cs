using KServe.Kernels.Attention;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Turns a table of biases by buckets of distance into one by distance.</summary>
/// <remarks>
/// Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer" (2020), section
/// 2.1: near distances have a bucket each, farther ones share buckets whose width grows logarithmically.
/// </remarks>
internal static class RelativeBuckets
{
    /// <summary>Reads the biases.</summary>
    /// <param name="rows">The table, [buckets, heads].</param>
    /// <param name="relative">The buckets.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="isBidirectional">Whether distances ahead have buckets of their own, half of all.</param>
    public static DistanceBias Read(
        IWeightRows rows, RelativePositionConfiguration relative, int maxLength, bool isBidirectional)
    {
        var heads = rows.Columns;
        var distances = checked((2 * maxLength) - 1);
        var values = new float[checked(heads * distances)];
        var row = new float[heads];
        for (var i = 0; i < distances; i++)
        {
            rows.ReadRow(Bucket(i - (maxLength - 1), relative, isBidirectional), row);
            for (var head = 0; head < heads; head++)
            {
                values[(head * distances) + i] = row[head];
            }
        }

        return new DistanceBias(heads, maxLength, values);
    }

    /// <summary>Returns the bucket of a distance from query to key.</summary>
    public static int Bucket(int distance, RelativePositionConfiguration relative, bool isBidirectional)
    {
        var (buckets, first) = (relative.BucketCount, 0);
        if (isBidirectional)
        {
            buckets /= 2;
            first = distance > 0 ? buckets : 0;
            distance = Math.Abs(distance);
        }
        else
        {
            distance = Math.Max(-distance, 0);
        }

        var exact = buckets / 2;
        if (distance < exact)
        {
            return first + distance;
        }

        // In float32, as the models were trained: at the borders of buckets it decides.
        var share = MathF.Log((float)distance / exact) / (float)Math.Log((double)relative.MaxDistance / exact);
        return first + Math.Min(exact + (int)(share * (buckets - exact)), buckets - 1);
    }
}
