using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Classifiers or regressors of one target each, which see what those before them said.</summary>
internal sealed class EstimatorChain : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly int[] _order;
    private readonly EstimatorMethods _link;

    private EstimatorChain(SklearnObject source, Estimator[] members, EstimatorMethods methods, EstimatorMethods link)
        : base(source, methods, members[0])
    {
        _members = members;
        _link = link;
        _order = ReadOrder(source, members.Length);
        var featureCount = source.Integer("n_features_in_", members[0].FeatureCount);
        for (var i = 0; i < members.Length; i++)
        {
            Members.RequireNumbers(source, members[i]);
            Members.Require(source, members[i], link);
            if (members[i].TargetCount != 1
                || (members[i].FeatureCount >= 0 && members[i].FeatureCount != featureCount + i))
            {
                throw source.Invalid($"estimator {i} of the chain takes other features than it is given");
            }
        }
    }

    public override TensorShape PredictionShape => [-1, _members.Length];

    public override TensorShape DecisionShape => [-1, _members.Length];

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var members = Members.Read(source, reader, EstimatorMethods.Predict);
        var methods = EstimatorMethods.Predict;
        if (Array.TrueForAll(members, static member => member.GetLabels()?.Count == 2))
        {
            methods |= Members.Common(members) & (EstimatorMethods.PredictProba | EstimatorMethods.DecisionFunction);
        }

        if (methods.HasFlag(EstimatorMethods.PredictProba) && SklearnVersion.IsAtLeast(source, 1, 3))
        {
            methods |= EstimatorMethods.PredictLogProba;
        }

        var link = source.Text("chain_method_", "predict") switch
        {
            "predict" => EstimatorMethods.Predict,
            "predict_proba" => EstimatorMethods.PredictProba,
            "predict_log_proba" => EstimatorMethods.PredictLogProba,
            "decision_function" => EstimatorMethods.DecisionFunction,
            var method => throw source.Invalid($"the chain method '{method}' is not supported"),
        };
        return new EstimatorChain(source, members, methods, link);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(Run(features, EstimatorMethods.Predict, cancellationToken));

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        Run(features, EstimatorMethods.PredictProba, cancellationToken);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        Run(features, EstimatorMethods.DecisionFunction, cancellationToken);

    private static int[] ReadOrder(SklearnObject source, int count)
    {
        var order = source.Value("order_") is NumpyArray { IsNumeric: true } array
            ? array.ToIntegers()
            : [.. source.List("order_").Select(value =>
                PickleNumbers.ToInteger(value) ?? throw source.Unexpected("order_", "positions"))];
        var positions = Array.ConvertAll(order, static position => (int)Math.Clamp(position, -1, int.MaxValue));
        int[] sorted = [.. positions.Order()];
        return sorted.AsSpan().SequenceEqual([.. Enumerable.Range(0, count)])
            ? positions
            : throw source.Unexpected("order_", $"the positions of {count} targets");
    }

    private static double[] Ask(
        Estimator member,
        EstimatorMethods method,
        Features features,
        CancellationToken cancellationToken) => method switch
        {
            EstimatorMethods.Predict => Members.ToNumbers(member.Predict(features, cancellationToken)).Values,
            EstimatorMethods.PredictProba =>
                MatrixColumns.Column(member.PredictProba(features, 0, cancellationToken), 1),
            EstimatorMethods.PredictLogProba =>
                MatrixColumns.Column(member.PredictLogProba(features, 0, cancellationToken), 1),
            _ => member.DecisionFunction(features, cancellationToken).Values,
        };

    private Matrix Run(Features features, EstimatorMethods method, CancellationToken cancellationToken)
    {
        var input = FeatureChecks.ToFinite(features, ClassName, FeatureCount);
        var said = new Matrix(input.RowCount, _members.Length);
        var result = new Matrix(input.RowCount, _members.Length);
        for (var i = 0; i < _members.Length; i++)
        {
            var seen = new Features(Append(input, said, i));
            var output = Ask(_members[i], method, seen, cancellationToken);
            var link = method == _link ? output : Ask(_members[i], _link, seen, cancellationToken);
            for (var row = 0; row < result.RowCount; row++)
            {
                said.GetRow(row)[i] = link[row];
                result.GetRow(row)[_order[i]] = output[row];
            }
        }

        return result;
    }

    private static Matrix Append(Matrix input, Matrix said, int count)
    {
        var whole = new Matrix(input.RowCount, input.ColumnCount + count);
        for (var row = 0; row < whole.RowCount; row++)
        {
            input.GetRow(row).CopyTo(whole.GetRow(row));
            said.GetRow(row)[..count].CopyTo(whole.GetRow(row)[input.ColumnCount..]);
        }

        return whole;
    }
}
