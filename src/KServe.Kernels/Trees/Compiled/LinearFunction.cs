using System.Numerics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Computes the value of a linear leaf from slots that hold raw features.</summary>
internal sealed class LinearFunction(double constant, int[] slots, double[] coefficients)
{
    public long SizeInBytes => ArraySize.Of(slots) + ArraySize.Of(coefficients);

    /// <summary>Returns the function multiplied by a factor.</summary>
    public LinearFunction Scale(double factor) =>
        new(constant * factor, slots, Array.ConvertAll(coefficients, coefficient => coefficient * factor));

    /// <summary>Computes the value, or returns the plain one when a feature is NaN.</summary>
    public double Evaluate<T>(ReadOnlySpan<T> row, double plain)
        where T : unmanaged, INumberBase<T>
    {
        var sum = constant;
        for (var i = 0; i < slots.Length; i++)
        {
            var value = double.CreateTruncating(row[slots[i]]);
            if (double.IsNaN(value))
            {
                return plain;
            }

            sum += value * coefficients[i];
        }

        return sum;
    }
}
