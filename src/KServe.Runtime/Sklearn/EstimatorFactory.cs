namespace KServe.Runtime.Sklearn;

/// <summary>Builds an estimator from its description.</summary>
/// <param name="source">The attributes.</param>
/// <param name="reader">Builds estimators inside it.</param>
internal delegate Estimator EstimatorFactory(SklearnObject source, EstimatorReader reader);
