using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Baseline;

/// <summary>A baseline that answers the same numbers for every row.</summary>
internal sealed class DummyRegressor : Estimator
{
    private readonly double[] _values;
    private readonly TensorDataType _dataType;

    private DummyRegressor(SklearnObject source)
        : base(source.ClassName)
    {
        var array = source.Array("constant_");
        _values = array.ToDoubles();
        _dataType = array.Type.Kind == NumpyKind.Float ? TensorDataType.FP64 : TensorDataType.INT64;
        if (_values.Length == 0 || _values.Length != source.Integer("n_outputs_", _values.Length))
        {
            throw source.Unexpected("constant_", "a number for each target");
        }
    }

    public override EstimatorMethods Methods => EstimatorMethods.Predict;

    public override int TargetCount => _values.Length;

    public override TensorDataType PredictionType => _dataType;

    public static DummyRegressor Read(SklearnObject source, EstimatorReader reader) => new(source);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(ConstantRows.Repeat(_values, features.RowCount, isVector: _values.Length == 1), _dataType);
}
