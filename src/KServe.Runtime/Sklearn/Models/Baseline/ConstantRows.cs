using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Baseline;

/// <summary>Repeats one row.</summary>
internal static class ConstantRows
{
    public static Matrix Repeat(double[] row, int count, bool isVector)
    {
        var result = new Matrix(count, row.Length);
        for (var i = 0; i < count; i++)
        {
            row.CopyTo(result.GetRow(i));
        }

        return isVector ? Matrix.Vector(result.Values) : result;
    }
}
