namespace KServe.Runtime.Pmml.Values;

/// <summary>Names what may be done with a field's values.</summary>
internal enum PmmlOpType : byte
{
    /// <summary>They are told apart.</summary>
    Categorical,

    /// <summary>They have an order.</summary>
    Ordinal,

    /// <summary>They are calculated with.</summary>
    Continuous,
}
