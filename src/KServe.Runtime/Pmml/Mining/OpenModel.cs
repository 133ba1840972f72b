using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>A mining model whose segments are being read.</summary>
internal sealed class OpenModel
{
    public OpenModel(ModelContext context)
    {
        Context = context;
        Scope = new FieldScope(context.Scope);
        context.SegmentScope = Scope;
        context.Document.Open(this);
    }

    public ModelContext Context { get; }

    /// <summary>Gets the fields that segments see: those of the model, and the outputs of earlier segments.</summary>
    public FieldScope Scope { get; }

    public List<Segment> Segments { get; } = [];

    public void Add(PmmlElement element) =>
        Segments.Add(MiningModelReader.ReadSegment(element, Context, Scope, Segments.Count));
}
