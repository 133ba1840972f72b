using KServe.Kernels.Trees;

namespace KServe.Explainers;

/// <summary>Answers explanations by TreeSHAP: on the model's trees, or by the model's outputs for it.</summary>
internal sealed class TreeShapExplainer(TreeShapOptions options) : TabularExplainer<TreeShapOptions>(options)
{
    private TreeEnsemble? _trees;
    private Transformer? _transformer;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        await base.LoadAsync(context, cancellationToken);
        _trees = context.Predictor?.GetService(typeof(TreeEnsemble)) as TreeEnsemble;
        _transformer = context.Transformer;
        if (_trees is null && Signature.FindOutput(PredictedContributions.Values) is null)
        {
            throw new InvalidDataException(
                $"TreeSHAP cannot explain the model '{context.ModelName}': it has no trees to look into and no output "
                + $"'{PredictedContributions.Values}'; use KernelSHAP");
        }

        if (_trees is null && Options.Mode == TreeShapMode.Interventional)
        {
            throw new InvalidDataException(
                $"TreeSHAP cannot compare the model '{context.ModelName}' with background rows: it has no trees to "
                + $"look into; use {nameof(TreeShapMode)}.{nameof(TreeShapMode.PathDependent)}");
        }
    }

    protected override FeatureTable PrepareBackground(FeatureTable background) =>
        background.Sample(Options.MaxBackgroundRows, Options.Seed);

    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var hasPairs = call.Parameters.GetBoolean(ParameterNames.Interactions, Options.Interactions);
        if (hasPairs && Options.Mode != TreeShapMode.PathDependent)
        {
            throw InferenceException.InvalidArgument(
                "parameters.interactions: false was expected, the explainer compares with background rows");
        }

        if (hasPairs && _trees is null && Signature.FindOutput(PredictedContributions.Pairs) is null)
        {
            throw InferenceException.InvalidArgument(
                $"parameters.interactions: the model has no output '{PredictedContributions.Pairs}'");
        }

        var rows = _trees is null ? call.Rows : await TransformAsync(call, cancellationToken);
        var columns = TreeColumns.Find(rows, ModelColumns, _trees?.FeatureCount ?? rows.ColumnCount);
        var contributions = _trees is null
            ? await PredictedContributions.AskAsync(call, hasPairs, Options.MaxValues, cancellationToken)
            : Compute(call, rows, columns, hasPairs, cancellationToken);
        var output = call.Parameters.GetInteger(ParameterNames.Class, Options.Class ?? -1, -1, int.MaxValue);
        return (output < 0 ? contributions : contributions.Select(output)).Answer(call, rows, columns, "margin");
    }

    /// <summary>Gets the rows as the trees see them, behind the model's transformer.</summary>
    private async ValueTask<RequestRows> TransformAsync(ExplainCall call, CancellationToken cancellationToken)
    {
        if (_transformer is null)
        {
            return call.Rows;
        }

        var input = await _transformer.PreprocessAsync(call.Request, cancellationToken);
        if (ReferenceEquals(input, call.Request))
        {
            return ReadRows(input);
        }

        call.Request.RegisterForDispose(input);
        return ReadRows(input);
    }

    private Contributions Compute(
        ExplainCall call,
        RequestRows rows,
        TreeColumns columns,
        bool hasPairs,
        CancellationToken cancellationToken)
    {
        var trees = _trees!;
        var contributions = Contributions.Create(
            rows.RowCount, trees.OutputCount, columns.Count, hasPairs, Options.MaxValues);
        var matrix = columns.Arrange(rows.Values, rows.RowCount);
        if (hasPairs)
        {
            TreeShap.Interactions(trees, matrix, rows.RowCount, contributions.Values, cancellationToken);
        }
        else if (Options.Mode == TreeShapMode.Interventional)
        {
            var background = call.SpaceFor(rows).Background;
            TreeShap.InterventionalValues(
                trees,
                matrix,
                rows.RowCount,
                columns.Arrange(background.Values.Span, background.RowCount),
                background.RowCount,
                contributions.Values,
                cancellationToken);
        }
        else
        {
            TreeShap.Values(trees, matrix, rows.RowCount, contributions.Values, cancellationToken);
        }

        return contributions;
    }
}
