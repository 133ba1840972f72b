namespace KServe.Runtime.XGBoost;

/// <summary>Tells two things about a split of a booster's tree.</summary>
[Flags]
internal enum BoosterNodeFlags
{
    None = 0,

    /// <summary>Missing values go left.</summary>
    DefaultLeft = 1,

    /// <summary>The split asks whether the category is in a set.</summary>
    Categorical = 2,
}
