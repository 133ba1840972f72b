using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>One classifier with a curve for each of its classes, or one for two classes.</summary>
internal sealed class CalibratedMember
{
    private readonly ICalibrator[] _calibrators;
    private readonly int[] _positions;
    private readonly int _classCount;

    private CalibratedMember(Estimator inner, ICalibrator[] calibrators, int[] positions, int classCount)
    {
        Inner = inner;
        _calibrators = calibrators;
        _positions = positions;
        _classCount = classCount;
    }

    /// <summary>Gets the classifier inside.</summary>
    public Estimator Inner { get; }

    /// <summary>Reads a member.</summary>
    /// <exception cref="InvalidDataException">It has other labels, or not a curve for each of them.</exception>
    public static CalibratedMember Read(SklearnObject source, Labels labels, EstimatorReader reader)
    {
        var inner = reader.Read(source.Object(source.Has("estimator") ? "estimator" : "base_estimator"));
        if ((inner.Methods & (EstimatorMethods.DecisionFunction | EstimatorMethods.PredictProba)) == 0
            || inner.TargetCount != 1)
        {
            throw source.Unexpected("estimator", "a classifier with scores or probabilities");
        }

        var positions = inner.GetLabels() is { } found ? LabelPositions.Find(found, labels) : null;
        ICalibrator[] calibrators =
        [
            .. source.Objects(source.Has("calibrators") ? "calibrators" : "calibrators_").Select(ReadCurve),
        ];
        if (positions is null)
        {
            throw source.Invalid("the classifier inside has labels of its own");
        }

        return calibrators.Length == (labels.Count == 2 ? 1 : positions.Length)
            ? new CalibratedMember(inner, calibrators, positions, labels.Count)
            : throw source.Unexpected("calibrators", "a curve for each class");
    }

    /// <summary>Adds the calibrated probabilities to a sum.</summary>
    public void AddTo(Matrix sum, Features features, CancellationToken cancellationToken)
    {
        var scores = Inner.Methods.HasFlag(EstimatorMethods.DecisionFunction)
            ? Inner.DecisionFunction(features, cancellationToken)
            : Inner.PredictProba(features, 0, cancellationToken);
        var probabilities = new double[_classCount];
        for (var row = 0; row < sum.RowCount; row++)
        {
            if (_classCount == 2)
            {
                // A vector of scores, or the second of two probabilities.
                probabilities[1] = _calibrators[0].Calibrate(scores[row, scores.ColumnCount - 1]);
                probabilities[0] = 1 - probabilities[1];
            }
            else
            {
                Calibrate(scores.GetRow(row), probabilities);
            }

            Cap(probabilities);
            TensorPrimitives.Add<double>(sum.GetRow(row), probabilities, sum.GetRow(row));
        }
    }

    private static ICalibrator ReadCurve(SklearnObject source) => source.ClassName switch
    {
        "_SigmoidCalibration" => SigmoidCurve.Read(source),
        "IsotonicRegression" => IsotonicCurve.Read(source),
        var name => throw source.Invalid($"a calibration by {name} is not supported"),
    };

    // The library lets a probability exceed 1 by rounding, and no more.
    private static void Cap(Span<double> probabilities)
    {
        foreach (ref var probability in probabilities)
        {
            if (probability is > 1 and <= 1 + 1e-5)
            {
                probability = 1;
            }
        }
    }

    private void Calibrate(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        probabilities.Clear();
        for (var k = 0; k < Math.Min(_positions.Length, scores.Length); k++)
        {
            probabilities[_positions[k]] = _calibrators[k].Calibrate(scores[k]);
        }

        var sum = TensorPrimitives.Sum<double>(probabilities);
        if (sum == 0)
        {
            probabilities.Fill(1.0 / _classCount);
        }
        else
        {
            TensorPrimitives.Divide(probabilities, sum, probabilities);
        }
    }
}
