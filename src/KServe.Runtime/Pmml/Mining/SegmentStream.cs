using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>
/// Reads the segments of a big document as they come by, so that only one of them is ever kept as elements.
/// </summary>
/// <remarks>Needs what the schema asks for: everything that a segment names comes before the segments.</remarks>
internal sealed class SegmentStream(DocumentContext document) : SegmentSink
{
    private readonly Dictionary<PmmlElement, OpenModel> _models = [];

    public override bool TryTake(List<PmmlElement> open, PmmlElement element)
    {
        if (element.Name is "DataDictionary" or "TransformationDictionary" && open.Count == 1)
        {
            document.Read(element);
            return false;
        }

        if (element.Name != "Segment" || !IsInsideModels(open))
        {
            return false;
        }

        GetModel(open, open.Count - 2).Add(element);
        return true;
    }

    /// <summary>Tells whether the open elements are models of segments, each a segment of the one around it.</summary>
    private static bool IsInsideModels(List<PmmlElement> open)
    {
        for (var i = open.Count - 1; i > 0; i -= 3)
        {
            if (i < 2
                || open[i].Name != "Segmentation"
                || open[i - 1].Name != "MiningModel"
                || open[i - 1].Find("MiningSchema") is null
                || (i > 2 && open[i - 2].Name != "Segment"))
            {
                return false;
            }

            if (i == 2)
            {
                return open[1].GetFlag("isScorable", otherwise: true) && open[0].Find("DataDictionary") is not null;
            }
        }

        return false;
    }

    private OpenModel GetModel(List<PmmlElement> open, int index)
    {
        var element = open[index];
        if (!_models.TryGetValue(element, out var model))
        {
            var outer = index == 1 ? null : GetModel(open, index - 3);
            var context = outer is null
                ? ModelReader.OpenOutermost(document, element)
                : ModelReader.OpenInner(outer.Context, outer.Scope, element);
            _models.Add(element, model = new OpenModel(context));
        }

        return model;
    }
}
