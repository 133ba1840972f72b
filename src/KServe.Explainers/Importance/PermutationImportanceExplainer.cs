namespace KServe.Explainers;

/// <summary>Answers explanations by permutation importance.</summary>
internal sealed class PermutationImportanceExplainer(PermutationImportanceOptions options)
    : TabularExplainer<PermutationImportanceOptions>(options)
{
    private int _columnCount;
    private double[] _labels = [];

    protected override bool TakesNoRows => true;

    protected override FeatureTable PrepareBackground(FeatureTable background)
    {
        background = background.Sample(Options.MaxRows, Options.Seed);
        if (Options.LabelColumn is { } name)
        {
            var column = background.FindColumn(name);
            if (column < 0 || background.GetLabels(column) is not null)
            {
                throw new InvalidDataException($"the background data have no column '{name}' of numbers for labels");
            }

            _labels = background.GetColumn(column);
            background = background.Select(
                [.. Enumerable.Range(0, background.ColumnCount).Where(c => c != column)]);
        }

        _columnCount = background.ColumnCount;
        return background;
    }

    protected override RequestRows ReadRows(InferRequest request)
    {
        // A V1 request without instances says nothing of the form of rows when the model does not declare it.
        if (request.Inputs is [{ Shape: { Rank: 1 } shape } input] && shape[0] == 0 && _columnCount > 1)
        {
            var empty = RequestCopy.Create(request);
            empty.Inputs.Add(InferTensor.FromMemory(input.Name, input.DataType, [0, _columnCount], Memory<byte>.Empty));
            return base.ReadRows(empty);
        }

        return base.ReadRows(request);
    }

    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var isBackground = call.Rows.RowCount == 0;
        if (isBackground && _columnCount == 0)
        {
            throw InferenceException.InvalidArgument("the request has no rows and the explainer no background data");
        }

        var rows = isBackground ? call.Space.Background : call.Rows.ToTable();
        if (rows.RowCount < 2)
        {
            throw InferenceException.InvalidArgument("two rows or more are needed to shuffle a feature, got 1");
        }

        var repeats = call.Parameters.GetInteger(ParameterNames.Repeats, Options.Repeats, 1, 1000);
        var run = new ImportanceRun(call.Model, Options, repeats, GetSeed(call));
        var labels = isBackground ? _labels.AsMemory() : default;
        var importance = await run.MeasureAsync(rows, labels, () => call.Scorer.AreLabels, cancellationToken);
        using var explanation = call.NewExplanation();
        explanation.Add("importances_mean", [call.Rows.ColumnCount], importance.Means.Span);
        explanation.Add("importances_std", [call.Rows.ColumnCount], importance.Deviations.Span);
        explanation.Add<double>("baseline", [1], [importance.Baseline]);
        explanation.AddTexts("feature_names", [call.Rows.ColumnCount], call.Rows.Names);
        explanation.SetParameter("output", call.Scorer.OutputName);
        return explanation.Build();
    }
}
