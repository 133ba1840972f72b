using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>Fills missing numbers by models of each column from the others (IterativeImputer).</summary>
internal sealed class IterativeImputer : TransformingEstimator
{
    private readonly MissingMark _mark;
    private readonly SimpleImputer _initial;
    private readonly int[] _columns;
    private readonly Step[] _steps;
    private readonly double[] _lowest;
    private readonly double[] _highest;
    private readonly int[] _indicators;

    public IterativeImputer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        if (source.Flag("sample_posterior"))
        {
            throw source.Invalid("sample_posterior draws random numbers and is not supported");
        }

        _mark = MissingMark.Read(source);
        _initial = reader.Read(source.Object("initial_imputer_")) as SimpleImputer
            ?? throw source.Unexpected("initial_imputer_", "a SimpleImputer");
        if (FeatureCount >= 0 && _initial.FeatureCount != FeatureCount)
        {
            throw source.Unexpected("initial_imputer_", $"a SimpleImputer of {FeatureCount} columns");
        }

        FeatureCount = _initial.FeatureCount;
        _columns = _initial.KeptColumns.ToArray();
        _lowest = ReadBounds(source, "_min_value", _columns.Length);
        _highest = ReadBounds(source, "_max_value", _columns.Length);
        _indicators = IndicatorColumns.Read(source, FeatureCount);
        _steps = source.Integer("n_iter_") == 0
            ? []
            : [.. source.List("imputation_sequence_").Select(step => ReadStep(source, reader, step, _columns.Length))];
    }

    protected override int OutputCount => _columns.Length + _indicators.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var input = InputCheck.Dense(features, this, _mark.IsNothing);
        var filled = _initial.Transform(features, cancellationToken).ToDense();
        List<int> rows = [];
        foreach (var step in _steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Clear();
            for (var row = 0; row < input.RowCount; row++)
            {
                if (_mark.Matches(input[row, _columns[step.Column]]))
                {
                    rows.Add(row);
                }
            }

            if (rows.Count > 0)
            {
                Impute(filled, step, rows, cancellationToken);
            }
        }

        return new Features(_indicators.Length == 0 ? filled : AddIndicators(input, filled));
    }

    private void Impute(Matrix filled, Step step, List<int> rows, CancellationToken cancellationToken)
    {
        var others = new Matrix(rows.Count, step.Others.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = 0; j < step.Others.Length; j++)
            {
                others.GetRow(i)[j] = filled[rows[i], step.Others[j]];
            }
        }

        var predicted = step.Estimator.Predict(new Features(others), cancellationToken).Values;
        for (var i = 0; i < rows.Count; i++)
        {
            var value = predicted.Values[i];
            value = value < _lowest[step.Column] ? _lowest[step.Column] : value;
            filled.GetRow(rows[i])[step.Column] = value > _highest[step.Column] ? _highest[step.Column] : value;
        }
    }

    private Matrix AddIndicators(Matrix input, Matrix filled)
    {
        var output = new Matrix(input.RowCount, filled.ColumnCount + _indicators.Length);
        for (var row = 0; row < input.RowCount; row++)
        {
            var to = output.GetRow(row);
            filled.GetRow(row).CopyTo(to);
            for (var i = 0; i < _indicators.Length; i++)
            {
                to[filled.ColumnCount + i] = _mark.Matches(input[row, _indicators[i]]) ? 1 : 0;
            }
        }

        return output;
    }

    private static double[] ReadBounds(SklearnObject source, string name, int count)
    {
        var bounds = source.Vector(name);
        return bounds.Length >= count ? bounds : throw source.Unexpected(name, $"a vector of {count} numbers");
    }

    private static Step ReadStep(SklearnObject source, EstimatorReader reader, object? value, int columnCount)
    {
        var parts = value is PickleInstance instance ? instance.Arguments : value as object?[];
        if (parts is not [var column, NumpyArray { IsNumeric: true } others, PickleInstance estimator]
            || PickleNumbers.ToInteger(column) is not { } position || position < 0 || position >= columnCount)
        {
            throw source.Unexpected("imputation_sequence_", "a column, the columns it is predicted from, an estimator");
        }

        var positions = Array.ConvertAll(others.ToIntegers(), static other => checked((int)other));
        var model = reader.Read(estimator);
        return Array.TrueForAll(positions, other => other >= 0 && other < columnCount)
            && model.Methods.HasFlag(EstimatorMethods.Predict)
            && (model.FeatureCount < 0 || model.FeatureCount == positions.Length)
                ? new Step((int)position, positions, model)
                : throw source.Unexpected("imputation_sequence_", $"a model of some of {columnCount} columns");
    }

    private sealed record Step(int Column, int[] Others, Estimator Estimator);
}
