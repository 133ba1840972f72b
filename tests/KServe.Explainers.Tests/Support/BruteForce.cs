using System.Numerics;

namespace KServe.Explainers.Tests.Support;

/// <summary>Computes Shapley values by their definition, over all coalitions.</summary>
internal static class BruteForce
{
    public static double[] Shapley(Func<ReadOnlySpan<double>, double> model, double[] row, FeatureTable background)
    {
        var n = row.Length;
        var worth = new double[1 << n];
        for (var set = 0; set < worth.Length; set++)
        {
            for (var b = 0; b < background.RowCount; b++)
            {
                var mixed = background.GetRow(b).ToArray();
                for (var f = 0; f < n; f++)
                {
                    mixed[f] = (set >> f & 1) != 0 ? row[f] : mixed[f];
                }

                worth[set] += model(mixed) / background.RowCount;
            }
        }

        var values = new double[n];
        for (var f = 0; f < n; f++)
        {
            for (var set = 0; set < worth.Length; set++)
            {
                if ((set >> f & 1) == 0)
                {
                    values[f] += (worth[set | 1 << f] - worth[set]) * Share(BitOperations.PopCount((uint)set), n);
                }
            }
        }

        return values;
    }

    // size! (n - size - 1)! / n!
    private static double Share(int size, int n)
    {
        var share = 1.0 / n;
        for (var i = 1; i <= size; i++)
        {
            share *= (double)i / (n - i);
        }

        return share;
    }
}
