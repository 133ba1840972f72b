namespace KServe.Explainers;

/// <summary>What all explainers of tables do: load the background, read rows, call the model in batches.</summary>
/// <remarks>Safe for concurrent calls: what a request needs is made for it.</remarks>
internal abstract class TabularExplainer<TOptions>(TOptions options) : Explainer
    where TOptions : ExplainerOptions
{
    private RowSchema _schema = new(Names: null, Background: null);
    private FeatureSpace? _space;

    protected TOptions Options { get; } = options;

    /// <summary>Gets what clients see of the model.</summary>
    protected ModelSignature Signature { get; private set; } = ModelSignature.Empty;

    /// <summary>Gets the background; for explainers that require one.</summary>
    protected FeatureSpace LoadedSpace => _space!;

    /// <summary>Gets the names of the columns as the model knows them.</summary>
    protected IReadOnlyList<string>? ModelColumns { get; private set; }

    /// <summary>Gets whether output labels that are texts can be explained.</summary>
    protected virtual bool TakesTextLabels => false;

    /// <summary>Gets whether a request without rows makes sense.</summary>
    protected virtual bool TakesNoRows => false;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        Signature = context.Transformer?.Signature ?? context.Predictor?.Signature ?? ModelSignature.Empty;
        ModelColumns = (context.Predictor?.GetService(typeof(FeatureNames)) as FeatureNames)?.Names;
        var background = Options.Background ?? (Options.BackgroundFile is { } file
            ? await FeatureTable.LoadAsync(ModelFolder.Find(context.ArtifactPath, file), cancellationToken)
            : null);
        background = background is null ? null : PrepareBackground(background);
        var names = Options.FeatureNames ?? ModelColumns ?? background?.ColumnNames;
        _schema = new RowSchema(names, background, Signature.ChecksInputs);
        _space = background is null ? null : FeatureSpace.Create(background, Options.CategoricalFeatures, names);
        CheckWidths(background);
    }

    public sealed override async ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken)
    {
        var rows = ReadRows(request);
        if (rows.RowCount > Options.MaxRows || (rows.RowCount == 0 && !TakesNoRows))
        {
            throw InferenceException.InvalidArgument(
                $"the request has {rows.RowCount} rows, 1 to {Options.MaxRows} are explained at once");
        }

        var parameters = new RequestParameters(request);
        var choice = OutputChoice.Create(Options, parameters, Signature, TakesTextLabels);
        var (batch, fixedRows) = GetBatch();
        var scorer = new PipelineScorer(request, rows, predict, choice, fixedRows);
        var model = new BatchedModel(scorer.ScoreAsync, rows.ColumnCount, batch, Options.MaxEvaluations);
        return await ExplainAsync(new ExplainCall(request, rows, predict, scorer, model, _space), cancellationToken);
    }

    /// <summary>Changes the background once, before it is looked at; by default it stays as it is.</summary>
    protected virtual FeatureTable PrepareBackground(FeatureTable background) => background;

    protected abstract ValueTask<InferResponse> ExplainAsync(ExplainCall call, CancellationToken cancellationToken);

    /// <summary>Reads the table of a request.</summary>
    /// <exception cref="InferenceException">The inputs are no table, or do not fit the background.</exception>
    protected virtual RequestRows ReadRows(InferRequest request) => RequestRows.Read(request, _schema);

    /// <summary>Gets the seed that the client or the options set.</summary>
    protected int GetSeed(ExplainCall call) =>
        call.Parameters.GetInteger(ParameterNames.Seed, Options.Seed, int.MinValue, int.MaxValue);

    /// <summary>Checks that background and names fit the model, as far as the model tells.</summary>
    private void CheckWidths(FeatureTable? background)
    {
        var width = Signature.Inputs is [{ AcceptsAnyShape: false, Shape: { Rank: 2 } shape }] ? shape[1] : -1;
        if (background is not null && width >= 0 && width != background.ColumnCount)
        {
            throw new InvalidDataException(
                $"the background data have {background.ColumnCount} columns, the model takes {width} features");
        }

        width = background?.ColumnCount ?? width;
        if (Options.FeatureNames is { } names && width >= 0 && width != names.Count)
        {
            throw new InvalidDataException(
                $"{nameof(Options.FeatureNames)}: {width} names were expected, one for each feature, "
                + $"got {names.Count}");
        }
    }

    private (int Batch, int FixedRows) GetBatch()
    {
        var batch = Signature.MaxBatchSize > 0
            ? Math.Min(Options.BatchSize, Signature.MaxBatchSize)
            : Options.BatchSize;
        foreach (var input in Signature.Inputs)
        {
            if (!input.AcceptsAnyShape && input.Shape.Rank > 0 && input.Shape[0] is > 0 and <= 65_536)
            {
                return ((int)input.Shape[0], (int)input.Shape[0]);
            }
        }

        return (batch, 0);
    }
}
