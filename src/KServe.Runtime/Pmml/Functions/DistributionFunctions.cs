using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Functions of the normal distribution.</summary>
internal static class DistributionFunctions
{
    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["erf"] = Standard(NormalDistribution.Erf),
        ["stdNormalCDF"] = Standard(NormalDistribution.Cumulative),
        ["stdNormalPDF"] = Standard(NormalDistribution.Density),
        ["stdNormalIDF"] = Standard(NormalDistribution.Inverse),
        ["normalCDF"] = General(static (x, mean, deviation) => NormalDistribution.Cumulative((x - mean) / deviation)),
        ["normalPDF"] = General(static (x, mean, deviation) =>
            NormalDistribution.Density((x - mean) / deviation) / deviation),
        ["normalIDF"] = General(static (share, mean, deviation) =>
            mean + NormalDistribution.Inverse(share) * deviation),
    };

    private static BuiltInFunction Standard(Func<double, double> body) =>
        new(1, 1, values => PmmlValue.FromReal(body(values[0].ToNumber())));

    private static BuiltInFunction General(Func<double, double, double, double> body) => new(3, 3, values =>
        PmmlValue.FromReal(body(values[0].ToNumber(), values[1].ToNumber(), values[2].ToNumber())));
}
