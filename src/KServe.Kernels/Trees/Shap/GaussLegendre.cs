namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds the points and weights that integrate polynomials over [0, 1] exactly.</summary>
/// <remarks>A rule of n points is exact up to degree 2n - 1. Newton's method on the Legendre polynomials.</remarks>
internal sealed class GaussLegendre
{
    private const int MaxRounds = 20;

    public GaussLegendre(int count)
    {
        Points = new double[count];
        Weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            // Tricomi's first guess is within the reach of Newton's method for every root.
            var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            var slope = 1.0;
            for (var round = 0; round < MaxRounds; round++)
            {
                (var value, slope) = Legendre(count, x);
                x -= value / slope;
            }

            Points[i] = (1 + x) / 2;
            Weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }
    }

    public double[] Points { get; }

    public double[] Weights { get; }

    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double previous = 1, value = x;
        for (var n = 2; n <= degree; n++)
        {
            (previous, value) = (value, ((((2 * n) - 1) * x * value) - ((n - 1) * previous)) / n);
        }

        return (value, degree * ((x * value) - previous) / ((x * x) - 1));
    }
}
