using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>
/// One factor of a product: a category that matches, a contrast of categories, or a power of a number.
/// </summary>
internal sealed class Factor
{
    public required int Slot { get; init; }

    /// <summary>Gets the category that counts 1; missing of a covariate.</summary>
    public PmmlValue Category { get; init; }

    /// <summary>
    /// Gets the numbers that stand for the categories; <see langword="null"/> without a contrast matrix.
    /// </summary>
    public Dictionary<PmmlValue, double>? Contrasts { get; init; }

    /// <summary>Gets the power of a covariate.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>Computes the factor.</summary>
    /// <returns>NaN when the value is missing.</returns>
    public double Evaluate(PmmlRow row)
    {
        var value = row.Get(Slot);
        if (value.IsMissing)
        {
            return double.NaN;
        }

        if (Contrasts is not null)
        {
            return Contrasts.GetValueOrDefault(value, double.NaN);
        }

        if (!Category.IsMissing)
        {
            return value.Equals(Category) ? 1 : 0;
        }

        return Exponent == 1 ? value.ToNumber() : Math.Pow(value.ToNumber(), Exponent);
    }
}
