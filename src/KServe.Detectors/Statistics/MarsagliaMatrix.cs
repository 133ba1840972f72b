namespace KServe.Detectors;

/// <summary>Durbin's matrix in the form of Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution"
/// (2003).</summary>
internal static class MarsagliaMatrix
{
    private const int Shift = 140;

    /// <summary>Gets the probability of a statistic below x.</summary>
    public static double GetLowerTail(int n, double x)
    {
        var k = (int)Math.Ceiling(n * x);
        var h = k - (n * x);
        var m = (2 * k) - 1;
        var matrix = Create(m, h);
        var (power, exponent) = Raise(matrix, m, n);
        var probability = power[((k - 1) * m) + k - 1];
        for (var i = 1; i <= n; i++)
        {
            probability *= (double)i / n;
            if (probability < 1e-140)
            {
                probability *= 1e140;
                exponent -= Shift;
            }
        }

        return probability * Math.Pow(10, exponent);
    }

    private static double[] Create(int m, double h)
    {
        var matrix = new double[m * m];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
            {
                matrix[(i * m) + j] = i - j + 1 >= 0 ? 1 : 0;
            }
        }

        for (var i = 0; i < m; i++)
        {
            matrix[i * m] -= Math.Pow(h, i + 1);
            matrix[((m - 1) * m) + i] -= Math.Pow(h, m - i);
        }

        matrix[(m - 1) * m] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, m) : 0;
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
            {
                for (var g = 1; g <= i - j + 1; g++)
                {
                    matrix[(i * m) + j] /= g;
                }
            }
        }

        return matrix;
    }

    private static (double[] Power, int Exponent) Raise(double[] matrix, int m, int n)
    {
        if (n == 1)
        {
            return (matrix, 0);
        }

        var (half, exponent) = Raise(matrix, m, n / 2);
        var power = Multiply(half, half, m);
        exponent *= 2;
        power = n % 2 == 0 ? power : Multiply(matrix, power, m);
        if (power[(m / 2 * m) + (m / 2)] > 1e140)
        {
            for (var i = 0; i < power.Length; i++)
            {
                power[i] *= 1e-140;
            }

            exponent += Shift;
        }

        return (power, exponent);
    }

    private static double[] Multiply(double[] left, double[] right, int m)
    {
        var product = new double[m * m];
        for (var i = 0; i < m; i++)
        {
            for (var k = 0; k < m; k++)
            {
                var factor = left[(i * m) + k];
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                    right.AsSpan(k * m, m), factor, product.AsSpan(i * m, m), product.AsSpan(i * m, m));
            }
        }

        return product;
    }
}
