using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Gives some columns to each of several transformers (ColumnTransformer).</summary>
internal sealed class ColumnTransformer : Estimator
{
    private readonly Part[] _parts;
    private readonly bool _isSparse;

    public ColumnTransformer(SklearnObject source, EstimatorReader reader)
        : base(source.ClassName)
    {
        FeatureCount = FeatureInfo.ReadCount(source);
        FeatureNames = ColumnTransformerNames.Read(source, FeatureCount);
        if (FeatureCount < 0)
        {
            FeatureCount = FeatureNames?.Count ?? throw source.Unexpected("n_features_in_", "the number of columns");
        }

        _parts = ReadParts(source, reader);
        _isSparse = source.Flag("sparse_output_");
    }

    public override EstimatorMethods Methods => EstimatorMethods.Transform;

    public override bool SelectsColumns => FeatureNames is not null;

    public override TensorDataType TransformType =>
        OutputTypes.Join([.. _parts.Select(static part => part.Transformer.TransformType)]);

    public override TensorShape TransformShape
    {
        get
        {
            var passed = _parts
                .Where(static part => part.Transformer is PassThrough)
                .Sum(static part => part.Columns.Length);
            var others = FeatureStack.GetShape(_parts
                .Select(static part => part.Transformer)
                .Where(static transformer => transformer is not PassThrough));
            return others[1] < 0 ? others : [-1, others[1] + passed];
        }
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var positions = FindColumns(features);
        if (features.RowCount == 0)
        {
            FeatureChecks.RequireShape(features, ClassName, featureCount: -1);
        }

        var results = new Features[_parts.Length];
        for (var i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chosen = positions is null ? _parts[i].Columns : Translate(_parts[i].Columns, positions);
            var result = _parts[i].Transformer.Transform(FeatureColumns.Select(features, chosen), cancellationToken);
            results[i] = _parts[i].Weight is { } weight ? TransformerWeights.Multiply(result, weight) : result;
        }

        return FeatureStack.Join(results, features.RowCount, _isSparse);
    }

    /// <summary>Finds the columns of a table by name; those that no transformer takes need not be there.</summary>
    /// <returns>The position of each column, or <see langword="null"/> when columns go by position.</returns>
    private int[]? FindColumns(Features features)
    {
        if (FeatureNames is null || features.Table is not { HasColumns: true } table)
        {
            FeatureChecks.RequireShape(features, ClassName, FeatureCount);
            return null;
        }

        var positions = new int[FeatureNames.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = table.FindColumn(FeatureNames[i]);
        }

        foreach (var part in _parts)
        {
            if (Array.Exists(part.Columns, column => positions[column] < 0))
            {
                throw DescribeMissing(positions);
            }
        }

        return positions;
    }

    private static int[] Translate(int[] columns, int[] positions)
    {
        var translated = new int[columns.Length];
        for (var i = 0; i < translated.Length; i++)
        {
            translated[i] = positions[columns[i]];
        }

        return translated;
    }

    private InferenceException DescribeMissing(int[] positions)
    {
        var missing = _parts
            .SelectMany(static part => part.Columns)
            .Where(column => positions[column] < 0)
            .Distinct()
            .Select(column => $"'{FeatureNames![column]}'");
        return InferenceException.InvalidArgument($"columns are missing: {{{string.Join(", ", missing)}}}");
    }

    private Part[] ReadParts(SklearnObject source, EstimatorReader reader)
    {
        var spec = new ColumnSpec(source, FeatureCount, FeatureNames);
        List<Part> parts = [];
        foreach (var entry in source.List("transformers_"))
        {
            if (PickleNumbers.ToList(entry) is not [string name, var value, var columns])
            {
                throw source.Unexpected("transformers_", "a name, a transformer and its columns");
            }

            if (value is null or "drop")
            {
                continue;
            }

            var chosen = spec.Resolve(columns);
            if (chosen.Length > 0)
            {
                parts.Add(ReadPart(source, reader, name, value, chosen));
            }
        }

        return [.. parts];
    }

    private static Part ReadPart(
        SklearnObject source, EstimatorReader reader, string name, object value, int[] columns)
    {
        var transformer = StepReader.Read(source, reader, value, isNonePassing: false)!;
        if (!transformer.Methods.HasFlag(EstimatorMethods.Transform))
        {
            throw source.Invalid($"'{name}' does not transform");
        }

        return transformer.FeatureCount < 0 || transformer.FeatureCount == columns.Length
            ? new Part(columns, transformer, TransformerWeights.Read(source, name))
            : throw source.Invalid(
                $"'{name}' takes {transformer.FeatureCount} columns, but {columns.Length} are given to it");
    }

    private sealed record Part(int[] Columns, Estimator Transformer, double? Weight);
}
