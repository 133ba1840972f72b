using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>The first layer of a stack: what its estimators say becomes the columns of the last one.</summary>
internal sealed class StackingLayer
{
    private readonly Estimator[] _members;
    private readonly EstimatorMethods[] _methods;
    private readonly bool _dropsFirst;
    private readonly bool _passesThrough;

    private StackingLayer(Estimator[] members, EstimatorMethods[] methods, bool dropsFirst, bool passesThrough)
    {
        _members = members;
        _methods = methods;
        _dropsFirst = dropsFirst;
        _passesThrough = passesThrough;
    }

    /// <summary>Gets the first estimator of the layer.</summary>
    public Estimator First => _members[0];

    /// <summary>Gets the data type of the columns: integers where all of them are predicted classes.</summary>
    public TensorDataType Type => !_passesThrough
        && Array.TrueForAll(_methods, static method => method == EstimatorMethods.Predict)
        && Array.TrueForAll(_members, static member => member.PredictionType == TensorDataType.INT64)
            ? TensorDataType.INT64
            : TensorDataType.FP64;

    /// <summary>Reads the estimators and the method that each is asked by.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="reader">Builds the estimators.</param>
    /// <param name="classCount">The number of classes; 0 for regression.</param>
    /// <exception cref="InvalidDataException">They are not sound.</exception>
    public static StackingLayer Read(SklearnObject source, EstimatorReader reader, int classCount)
    {
        var members = Members.Read(source, reader, EstimatorMethods.None);
        var names = source.List("stack_method_").Where(static name => name is not (null or "drop")).ToArray();
        if (names.Length != members.Length)
        {
            throw source.Unexpected("stack_method_", $"{members.Length} methods");
        }

        var methods = new EstimatorMethods[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            methods[i] = names[i] switch
            {
                "predict" => EstimatorMethods.Predict,
                "predict_proba" => EstimatorMethods.PredictProba,
                "decision_function" => EstimatorMethods.DecisionFunction,
                _ => throw source.Unexpected("stack_method_", "predict, predict_proba or decision_function"),
            };
            Members.Require(source, members[i], methods[i]);
            if (methods[i] == EstimatorMethods.Predict)
            {
                Members.RequireNumbers(source, members[i]);
            }
        }

        return new StackingLayer(members, methods, classCount == 2, source.Flag("passthrough"));
    }

    /// <summary>Computes the columns of the last estimator.</summary>
    public Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        var parts = new List<Matrix>();
        for (var i = 0; i < _members.Length; i++)
        {
            switch (_methods[i])
            {
                case EstimatorMethods.Predict:
                    parts.Add(Members.ToNumbers(_members[i].Predict(features, cancellationToken)));
                    break;
                case EstimatorMethods.DecisionFunction:
                    parts.Add(_members[i].DecisionFunction(features, cancellationToken));
                    break;
                default:
                    AddProbabilities(_members[i], features, parts, cancellationToken);
                    break;
            }
        }

        if (_passesThrough)
        {
            parts.Add(features.ToDense());
        }

        return MatrixColumns.Concatenate(parts);
    }

    // Of two classes one says all; of several targets the first class of each is left out.
    private void AddProbabilities(
        Estimator member, Features features, List<Matrix> parts, CancellationToken cancellationToken)
    {
        for (var target = 0; target < member.TargetCount; target++)
        {
            var probabilities = member.PredictProba(features, target, cancellationToken);
            parts.Add(_dropsFirst || member.TargetCount > 1 ? MatrixColumns.From(probabilities, 1) : probabilities);
        }
    }
}
