using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Lets the nearest training rows vote for their classes.</summary>
internal sealed class KNeighborsClassifier : NeighborClassifier
{
    private KNeighborsClassifier(SklearnObject source, NeighborIndex index)
        : base(source, index, NearestSearch.Read(source, index))
    {
    }

    public static KNeighborsClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        if (HasOneTarget)
        {
            return Classes(RowMath.ArgMax(Vote(features, 0, cancellationToken)), TargetLabels[0]);
        }

        var result = new Matrix(features.RowCount, TargetCount);
        for (var target = 0; target < TargetCount; target++)
        {
            var votes = Vote(features, target, cancellationToken);
            for (var row = 0; row < result.RowCount; row++)
            {
                result.GetRow(row)[target] = RowMath.ArgMax(votes.GetRow(row));
            }
        }

        return new Prediction(result, Labels: TargetLabels);
    }
}
