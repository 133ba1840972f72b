namespace KServe.Explainers;

/// <summary>A linear model that was fitted around one row.</summary>
/// <param name="Weights">One for each feature.</param>
/// <param name="Intercept">The constant.</param>
/// <param name="LocalPrediction">What it gives for the row.</param>
/// <param name="Score">The share of variance that it explains.</param>
internal sealed record LocalFit(double[] Weights, double Intercept, double LocalPrediction, double Score);
