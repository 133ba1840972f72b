namespace KServe.Explainers;

/// <summary>One request for an explanation: its rows, its settings and the model to call.</summary>
internal sealed class ExplainCall
{
    private readonly FeatureSpace? _space;

    public ExplainCall(
        InferRequest request,
        RequestRows rows,
        PipelineScorer scorer,
        BatchedModel model,
        FeatureSpace? space)
    {
        Request = request;
        Rows = rows;
        Scorer = scorer;
        Model = model;
        Parameters = new RequestParameters(request);
        _space = space;
    }

    public InferRequest Request { get; }

    public RequestRows Rows { get; }

    public RequestParameters Parameters { get; }

    public PipelineScorer Scorer { get; }

    public BatchedModel Model { get; }

    /// <summary>Gets the background in the order of the request's columns; for explainers that require one.</summary>
    public FeatureSpace Space => field ??= _space!.For(Rows);

    public ExplanationBuilder NewExplanation() => new(Request);
}
