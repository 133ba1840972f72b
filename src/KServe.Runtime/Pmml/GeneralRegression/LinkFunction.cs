namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>Names the link functions of generalised linear models.</summary>
internal enum LinkFunction : byte
{
    Identity,
    Log,
    LogC,
    Logit,
    LogLog,
    CLogLog,
    NegBin,
    OddsPower,
    Power,
    Probit,
    Cauchit,
}
