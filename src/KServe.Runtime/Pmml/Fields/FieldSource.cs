using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>Computes the value of a slot the first time that a row is asked for it.</summary>
internal abstract class FieldSource
{
    public abstract PmmlValue Compute(PmmlRow row);
}
