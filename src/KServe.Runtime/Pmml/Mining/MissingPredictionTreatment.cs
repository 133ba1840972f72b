namespace KServe.Runtime.Pmml.Mining;

/// <summary>Names what happens when a segment has no prediction.</summary>
internal enum MissingPredictionTreatment : byte
{
    /// <summary>The others decide.</summary>
    Continue,

    /// <summary>The segment is left out.</summary>
    SkipSegment,

    /// <summary>There is no result.</summary>
    ReturnMissing,
}
