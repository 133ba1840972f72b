namespace KServe.Kernels.Trees;

/// <summary>Names the arithmetic that an ensemble compares and sums in.</summary>
public enum TreePrecision : byte
{
    /// <summary>Features, thresholds, leaves and their sum are float32, as in XGBoost.</summary>
    Single,

    /// <summary>Features are rounded to float32; thresholds, leaves and their sum are float64, as in scikit-learn.</summary>
    SingleInput,

    /// <summary>Everything is float64, as in LightGBM.</summary>
    Double,
}
