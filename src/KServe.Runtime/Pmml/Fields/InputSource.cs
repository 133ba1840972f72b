using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A slot that takes its value from the request, as the mining schema treats it.</summary>
internal sealed class InputSource(int column, FieldTreatment treatment) : FieldSource
{
    public override PmmlValue Compute(PmmlRow row) => treatment.Apply(row.ReadCell(column), row);
}
