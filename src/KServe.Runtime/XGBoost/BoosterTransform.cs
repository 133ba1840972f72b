namespace KServe.Runtime.XGBoost;

/// <summary>Names what is done to margins to make predictions of them.</summary>
internal enum BoosterTransform
{
    None,
    Sigmoid,
    Exponential,

    /// <summary>1 for a positive margin, else 0.</summary>
    Hinge,
    Softmax,

    /// <summary>The number of the class with the largest margin, the first of equals.</summary>
    LargestClass,

    /// <summary>Quantiles in ascending order.</summary>
    Sort,

    /// <summary>The first margin, and then the sum of ever more positive steps.</summary>
    Expectiles,
}
