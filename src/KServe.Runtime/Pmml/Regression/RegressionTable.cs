using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Regression;

/// <summary>A sum of numbers, categories and products of numbers, each with its coefficient.</summary>
internal sealed class RegressionTable
{
    public required double Intercept { get; init; }

    /// <summary>Gets the position of the category that the table is about; 0 in regressions.</summary>
    public required int Category { get; init; }

    /// <summary>Gets the slots, coefficients and exponents of numbers.</summary>
    public required (int Slot, double Coefficient, double Exponent)[] Numbers { get; init; }

    /// <summary>Gets the slots, values and coefficients of categories.</summary>
    public required (int Slot, PmmlValue Value, double Coefficient)[] Categories { get; init; }

    /// <summary>Gets the slots whose product is taken, and the coefficients.</summary>
    public required (int[] Slots, double Coefficient)[] Terms { get; init; }

    /// <summary>Computes the sum.</summary>
    /// <returns>NaN when a number is missing; a missing category adds nothing.</returns>
    public double Evaluate(PmmlRow row)
    {
        double sum = 0;
        foreach (var (slot, coefficient, exponent) in Numbers)
        {
            var value = row.GetNumber(slot);
            sum += coefficient * (exponent == 1 ? value : Math.Pow(value, exponent));
        }

        foreach (var (slot, value, coefficient) in Categories)
        {
            if (row.Get(slot).Equals(value))
            {
                sum += coefficient;
            }
        }

        foreach (var (slots, coefficient) in Terms)
        {
            var product = coefficient;
            foreach (var slot in slots)
            {
                product *= row.GetNumber(slot);
            }

            sum += product;
        }

        return sum + Intercept;
    }
}
