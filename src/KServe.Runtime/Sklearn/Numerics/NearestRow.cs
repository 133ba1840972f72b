using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Finds the nearest of a few rows, such as the centres of clusters.</summary>
internal static class NearestRow
{
    /// <summary>Finds the first nearest centre of each row.</summary>
    /// <returns>A vector of positions.</returns>
    public static Matrix Find(
        Matrix rows, Matrix centers, DistanceMetric metric, CancellationToken cancellationToken)
    {
        var result = new double[rows.RowCount];
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result[i] = Find(rows.GetRow(i), centers, metric);
        }

        return Matrix.Vector(result);
    }

    /// <summary>Finds the first nearest centre of one row.</summary>
    public static int Find(ReadOnlySpan<double> row, Matrix centers, DistanceMetric metric)
    {
        var best = 0;
        var nearest = double.PositiveInfinity;
        for (var k = 0; k < centers.RowCount; k++)
        {
            var distance = metric.Compute(row, centers.GetRow(k));
            if (distance < nearest)
            {
                nearest = distance;
                best = k;
            }
        }

        return best;
    }

    /// <summary>Computes the distance of each row to each centre.</summary>
    public static Matrix ComputeDistances(
        Matrix rows, Matrix centers, DistanceMetric metric, CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, centers.RowCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var distances = result.GetRow(i);
            for (var k = 0; k < distances.Length; k++)
            {
                distances[k] = metric.Compute(rows.GetRow(i), centers.GetRow(k));
            }
        }

        return result;
    }
}
