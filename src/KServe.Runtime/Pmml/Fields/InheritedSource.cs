using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A slot of an inner model that treats the value of the model around it once more.</summary>
internal sealed class InheritedSource(int slot, FieldTreatment treatment) : FieldSource
{
    public override PmmlValue Compute(PmmlRow row) => treatment.Apply(row.Get(slot), row);
}
