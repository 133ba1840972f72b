using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A slot that others write, such as the output of a segment; missing until they do.</summary>
internal sealed class AssignedSource : FieldSource
{
    public static AssignedSource Instance { get; } = new();

    public override PmmlValue Compute(PmmlRow row) => default;
}
