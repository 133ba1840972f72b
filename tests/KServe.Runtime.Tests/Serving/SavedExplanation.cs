namespace KServe.Runtime.Tests.Serving;

/// <summary>SHAP values and base values, row-major, as a client reads them.</summary>
internal sealed record SavedExplanation(double[] Values, double[] Bases)
{
    /// <summary>Gets the values with the base value behind those of each row and output, as libraries answer.</summary>
    public double[] Contributions
    {
        get
        {
            var width = Values.Length / Bases.Length;
            return [.. Bases.SelectMany((value, i) => Values.AsSpan(i * width, width).ToArray().Append(value))];
        }
    }

    /// <summary>Gets what values and base add up to for each row and output.</summary>
    public double[] Sums
    {
        get
        {
            var width = Values.Length / Bases.Length;
            return [.. Bases.Select((value, i) => value + Values.AsSpan(i * width, width).ToArray().Sum())];
        }
    }
}
