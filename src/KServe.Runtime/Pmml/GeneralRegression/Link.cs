using System.Runtime.InteropServices;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Functions;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>A link function with its parameters.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Link(LinkFunction Function, double Distribution, double Parameter)
{
    public static Link Read(PmmlElement element, string attribute)
    {
        var function = element.Get(attribute) switch
        {
            null or "identity" => LinkFunction.Identity,
            "log" => LinkFunction.Log,
            "logc" => LinkFunction.LogC,
            "logit" => LinkFunction.Logit,
            "loglog" => LinkFunction.LogLog,
            "cloglog" => LinkFunction.CLogLog,
            "negbin" => LinkFunction.NegBin,
            "oddspower" => LinkFunction.OddsPower,
            "power" => LinkFunction.Power,
            "probit" => LinkFunction.Probit,
            "cauchit" => LinkFunction.Cauchit,
            _ => throw element.Unknown(attribute),
        };
        return new Link(
            function,
            function == LinkFunction.NegBin ? element.RequireNumber("distParameter") : 0,
            function is LinkFunction.OddsPower or LinkFunction.Power ? element.RequireNumber("linkParameter") : 0);
    }

    /// <summary>Computes the mean of a linear predictor.</summary>
    public double Invert(double value) => Function switch
    {
        LinkFunction.Log => Math.Exp(value),
        LinkFunction.LogC => 1 - Math.Exp(value),
        LinkFunction.Logit => 1 / (1 + Math.Exp(-value)),
        LinkFunction.LogLog => Math.Exp(-Math.Exp(-value)),
        LinkFunction.CLogLog => 1 - Math.Exp(-Math.Exp(value)),
        LinkFunction.NegBin => 1 / (Distribution * (Math.Exp(-value) - 1)),
        LinkFunction.OddsPower when Parameter == 0 => 1 / (1 + Math.Exp(-value)),
        LinkFunction.OddsPower => 1 / (1 + Math.Pow(1 + Parameter * value, -1 / Parameter)),
        LinkFunction.Power when Parameter == 0 => Math.Exp(value),
        LinkFunction.Power => Math.Pow(value, 1 / Parameter),
        LinkFunction.Probit => NormalDistribution.Cumulative(value),
        LinkFunction.Cauchit => 0.5 + Math.Atan(value) / Math.PI,
        _ => value,
    };
}
