using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Estimators that were each fitted with some of the columns.</summary>
internal sealed class Bag
{
    private readonly IReadOnlyList<int[]?> _columns;

    private Bag(IReadOnlyList<Estimator> members, IReadOnlyList<int[]?> columns, int featureCount)
    {
        Members = members;
        FeatureCount = featureCount;
        _columns = columns;
    }

    public IReadOnlyList<Estimator> Members { get; }

    public int FeatureCount { get; }

    /// <summary>Reads the estimators and their columns.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="reader">Builds the estimators.</param>
    /// <param name="methods">What each of them must be able to do.</param>
    /// <exception cref="InvalidDataException">They are not sound.</exception>
    public static Bag Read(SklearnObject source, EstimatorReader reader, EstimatorMethods methods)
    {
        var members = Meta.Members.Read(source, reader, methods);
        var featureCount = checked((int)source.Integer("n_features_in_", source.Integer("n_features_", -1)));
        if (featureCount <= 0)
        {
            throw source.Invalid("the number of features is missing");
        }

        var columns = FeatureSubsets.Read(source, members.Length, featureCount);
        for (var i = 0; i < members.Length; i++)
        {
            var width = columns[i]?.Length ?? featureCount;
            if (members[i].FeatureCount >= 0 && members[i].FeatureCount != width)
            {
                throw source.Invalid($"estimator {i} takes {members[i].FeatureCount} features, it is given {width}");
            }
        }

        return new Bag(members, columns, featureCount);
    }

    public void Require(Features features, string className) =>
        FeatureChecks.RequireShape(features, className, FeatureCount);

    /// <summary>Takes the columns that a member was fitted with.</summary>
    public Features Select(Features features, int index) => MatrixColumns.Select(features, _columns[index]);

    /// <summary>Averages what all members give; it is of the same shape for each.</summary>
    public Matrix Mean(Func<int, Matrix> compute)
    {
        var first = compute(0);
        var sums = new Matrix([.. first.Values], first.RowCount, first.ColumnCount) { IsVector = first.IsVector };
        for (var i = 1; i < Members.Count; i++)
        {
            TensorPrimitives.Add(sums.Values, compute(i).Values, sums.Values);
        }

        return Divide(sums);
    }

    /// <summary>Divides sums by the number of members, in place.</summary>
    public Matrix Divide(Matrix sums)
    {
        TensorPrimitives.Divide(sums.Values, Members.Count, sums.Values);
        return sums;
    }
}
