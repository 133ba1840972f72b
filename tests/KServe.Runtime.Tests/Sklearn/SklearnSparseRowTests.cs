using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Sparse rows, as vectorisers hand them on, give what dense ones give.</summary>
public sealed class SklearnSparseRowTests
{
    [Theory]
    [InlineData("sklearn", "logreg_multinomial")]
    [InlineData("sklearn", "linear_regression_two_targets")]
    [InlineData("sklearn", "multinomial_nb")]
    [InlineData("sklearn", "svc_rbf_multiclass")]
    [InlineData("sklearn", "svc_proba_binary")]
    [InlineData("sklearn", "knn_classifier")]
    [InlineData("sklearn", "mlp_classifier_multiclass")]
    [InlineData("sklearn", "kmeans")]
    [InlineData("sklearn-models", "complement_nb")]
    [InlineData("sklearn-models", "bernoulli_nb")]
    [InlineData("sklearn-models", "bernoulli_nb_threshold")]
    [InlineData("sklearn-models", "bernoulli_nb_as_is")]
    [InlineData("sklearn-models", "svc_sparse")]
    [InlineData("sklearn-models", "svc_sparse_proba_binary")]
    [InlineData("sklearn-models", "knn_sparse")]
    [InlineData("sklearn-models", "radius_regressor_two")]
    [InlineData("sklearn-models", "truncated_svd")]
    [InlineData("sklearn-models", "sparse_projection")]
    [InlineData("sklearn-models", "kernel_pca_rbf")]
    [InlineData("sklearn-models", "logreg_sparsified")]
    public void Compute_SparseRows_EqualsDenseRows(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        var estimator = new EstimatorReader().Read(
            SklearnFile.ReadDescription(fixture.ModelFiles[0], CancellationToken.None));
        var sparse = MakeSparse(new Features(fixture.Inputs[0].ToTable()).ToDense());
        Assert.All(
            fixture.Outputs,
            output => SklearnParity.AssertOutput(estimator, new Features(sparse), output));
    }

    private static SparseMatrix MakeSparse(Matrix dense)
    {
        var starts = new List<int> { 0 };
        var columns = new List<int>();
        var values = new List<double>();
        for (var row = 0; row < dense.RowCount; row++)
        {
            for (var column = 0; column < dense.ColumnCount; column++)
            {
                if (dense[row, column] != 0)
                {
                    columns.Add(column);
                    values.Add(dense[row, column]);
                }
            }

            starts.Add(columns.Count);
        }

        return new SparseMatrix([.. starts], [.. columns], [.. values], dense.ColumnCount);
    }
}
