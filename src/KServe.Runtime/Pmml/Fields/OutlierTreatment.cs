namespace KServe.Runtime.Pmml.Fields;

/// <summary>Names what happens to a number outside of the expected range.</summary>
internal enum OutlierTreatment : byte
{
    AsIs,
    AsMissingValues,
    AsExtremeValues,
}
