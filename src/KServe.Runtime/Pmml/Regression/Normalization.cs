namespace KServe.Runtime.Pmml.Regression;

/// <summary>Names how sums become predictions or probabilities.</summary>
internal enum Normalization : byte
{
    None,
    SimpleMax,
    SoftMax,
    Logit,
    Probit,
    CLogLog,
    Exp,
    LogLog,
    Cauchit,
}
