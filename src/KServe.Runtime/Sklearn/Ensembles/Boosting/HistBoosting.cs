using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>The scores of histogram-based boosting: a baseline, and trees that add to it.</summary>
internal sealed class HistBoosting
{
    private readonly HistEncoder? _encoder;
    private readonly int[] _categoryColumns;

    private HistBoosting(TreeEnsemble ensemble, HistEncoder? encoder, int[] categoryColumns)
    {
        Ensemble = ensemble;
        _encoder = encoder;
        _categoryColumns = categoryColumns;
    }

    public TreeEnsemble Ensemble { get; }

    /// <summary>Gets whether the trees see the columns as they come.</summary>
    public bool IsWhole => _encoder is null;

    /// <summary>Reads the trees and what comes before them.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="outputCount">The number of trees of each iteration.</param>
    /// <exception cref="InvalidDataException">They are not sound.</exception>
    public static HistBoosting Read(SklearnObject source, int outputCount)
    {
        var featureCount = checked((int)source.Integer("n_features_in_", source.Integer("_n_features", -1)));
        if (featureCount <= 0 || source.Integer("n_trees_per_iteration_", outputCount) != outputCount)
        {
            throw source.Invalid($"{outputCount} trees per iteration over a number of features were expected");
        }

        var encoder = HistEncoder.Read(source, featureCount);
        var categories = HistCategories.Read(source, featureCount);
        var ensemble = TreeEnsemble.Create(
            featureCount, outputCount, Build(), ReadBaseline(source, outputCount), TreePrecision.Double);
        return new HistBoosting(ensemble, encoder, encoder is null ? [.. categories.Columns] : []);

        IEnumerable<Tree> Build()
        {
            foreach (var iteration in source.List("_predictors"))
            {
                if (PickleNumbers.ToList(iteration) is not { } trees || trees.Count != outputCount)
                {
                    throw source.Unexpected("_predictors", $"lists of {outputCount} trees");
                }

                for (var output = 0; output < outputCount; output++)
                {
                    yield return trees[output] is PickleInstance tree
                        ? HistTreeReader.Read(new SklearnObject(tree), featureCount, output, categories)
                        : throw source.Unexpected("_predictors", "trees");
                }
            }
        }
    }

    /// <summary>Computes the scores of rows, [rows, outputs].</summary>
    public Matrix PredictRaw(Features features, string className, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, className, Ensemble.FeatureCount);
        var rows = _encoder?.Encode(features) ?? WrapCategories(features.ToDense());
        var raw = new Matrix(rows.RowCount, Ensemble.OutputCount);
        Ensemble.Predict(rows.Values, rows.RowCount, raw.Values, cancellationToken);
        return raw;
    }

    private static double[] ReadBaseline(SklearnObject source, int outputCount)
    {
        var baseline = source.Value("_baseline_prediction");
        var values = PickleNumbers.ToDouble(baseline) is { } number ? [number]
            : baseline is NumpyArray { IsNumeric: true } array ? array.ToDoubles() : [];
        return values.Length == outputCount
            ? values
            : throw source.Unexpected("_baseline_prediction", $"{outputCount} numbers");
    }

    // The library's compiled code keeps the low byte of a category: 256 is 0 again, and so is all beyond 32 bits.
    private Matrix WrapCategories(Matrix rows)
    {
        Matrix? copy = null;
        foreach (var column in _categoryColumns)
        {
            for (var row = 0; row < rows.RowCount; row++)
            {
                if (rows[row, column] is >= 256 and var category)
                {
                    copy ??= new Matrix([.. rows.Values], rows.RowCount, rows.ColumnCount);
                    copy.GetRow(row)[column] = category > int.MaxValue ? 0 : (int)category & byte.MaxValue;
                }
            }
        }

        return copy ?? rows;
    }
}
