namespace KServe.Explainers;

/// <summary>Holds how much worse a model gets when each feature is shuffled.</summary>
public sealed class FeatureImportance
{
    internal FeatureImportance(double[] means, double[] deviations, double baseline)
    {
        Means = means;
        Deviations = deviations;
        Baseline = baseline;
    }

    /// <summary>Gets the mean over all repeats, for each feature; 0 for one that the model does not use.</summary>
    public ReadOnlyMemory<double> Means { get; }

    /// <summary>Gets the standard deviation over all repeats, for each feature.</summary>
    public ReadOnlyMemory<double> Deviations { get; }

    /// <summary>Gets the loss with nothing shuffled; 0 for the change of predictions.</summary>
    public double Baseline { get; }
}
