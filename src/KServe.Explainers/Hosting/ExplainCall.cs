namespace KServe.Explainers;

/// <summary>One request for an explanation: its rows, its settings and the model to call.</summary>
internal sealed class ExplainCall
{
    private readonly FeatureSpace? _space;

    public ExplainCall(
        InferRequest request,
        RequestRows rows,
        InferDelegate predict,
        PipelineScorer scorer,
        BatchedModel model,
        FeatureSpace? space)
    {
        Request = request;
        Rows = rows;
        Predict = predict;
        Scorer = scorer;
        Model = model;
        Parameters = new RequestParameters(request);
        _space = space;
    }

    public InferRequest Request { get; }

    public RequestRows Rows { get; }

    public RequestParameters Parameters { get; }

    public InferDelegate Predict { get; }

    public PipelineScorer Scorer { get; }

    public BatchedModel Model { get; }

    /// <summary>Gets the background in the order of the request's columns; for explainers that require one.</summary>
    public FeatureSpace Space => field ??= SpaceFor(Rows);

    /// <summary>Gets the background in the order of other columns.</summary>
    public FeatureSpace SpaceFor(RequestRows rows) => _space!.For(rows);

    public ExplanationBuilder NewExplanation() => new(Request);
}
