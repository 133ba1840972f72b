using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>
/// What is added to a sum before the link, and the number of trials that its mean is multiplied with.
/// </summary>
internal sealed class LinearOffset(PmmlElement element, FieldScope scope)
{
    private readonly PmmlField? _offset = Find(element, scope, "offsetVariable");
    private readonly PmmlField? _trials = Find(element, scope, "trialsVariable");
    private readonly double _offsetValue = element.GetNumber("offsetValue", 0);
    private readonly double _trialsValue = element.GetNumber("trialsValue", 1);

    public double GetOffset(PmmlRow row) => _offset is null ? _offsetValue : row.GetNumber(_offset.Slot);

    public double GetTrials(PmmlRow row) => _trials is null ? _trialsValue : row.GetNumber(_trials.Slot);

    private static PmmlField? Find(PmmlElement element, FieldScope scope, string attribute) =>
        element.Get(attribute) is null ? null : scope.Require(element, attribute);
}
