namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>Names the kinds of general regression.</summary>
internal enum GeneralModelType : byte
{
    Regression,
    GeneralLinear,
    GeneralizedLinear,
    MultinomialLogistic,
    OrdinalMultinomial,
    CoxRegression,
}
