using System.Runtime.InteropServices;

namespace KServe.Explainers;

/// <summary>A condition on one feature: equal to a category, or within bounds.</summary>
/// <param name="Feature">The position of the feature.</param>
/// <param name="Above">Values must be greater; minus infinity for no bound.</param>
/// <param name="AtMost">Values must not be greater; infinity for no bound.</param>
/// <param name="Equal">The category; NaN for a condition of bounds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Condition(int Feature, double Above, double AtMost, double Equal)
{
    public static Condition Is(int feature, double category) =>
        new(feature, double.NegativeInfinity, double.PositiveInfinity, category);

    public static Condition Between(int feature, double above, double atMost) =>
        new(feature, above, atMost, double.NaN);

    /// <summary>Finds the part, between two neighbouring bounds, that a value lies in.</summary>
    public static Condition Around(int feature, ReadOnlySpan<double> bounds, double value)
    {
        var (above, atMost) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var bound in bounds)
        {
            if (bound < value)
            {
                above = bound;
            }
            else
            {
                atMost = bound;
                break;
            }
        }

        return Between(feature, above, atMost);
    }

    public bool Holds(double value) => double.IsNaN(Equal) ? value > Above && value <= AtMost : value == Equal;

    /// <summary>Writes the condition as people read it, like <c>20 &lt; age &lt;= 30</c>.</summary>
    public string Describe(Feature feature)
    {
        if (!double.IsNaN(Equal))
        {
            return $"{feature.Name} = {feature.Describe(Equal)}";
        }

        return (double.IsInfinity(Above), double.IsInfinity(AtMost)) switch
        {
            (false, false) => $"{feature.Describe(Above)} < {feature.Name} <= {feature.Describe(AtMost)}",
            (false, true) => $"{feature.Name} > {feature.Describe(Above)}",
            (true, false) => $"{feature.Name} <= {feature.Describe(AtMost)}",
            _ => feature.Name,
        };
    }
}
