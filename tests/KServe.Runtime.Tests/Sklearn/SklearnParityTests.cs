using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Every output of every file of the models of scikit-learn equals the library's own.</summary>
public sealed class SklearnParityTests
{
    private static readonly string[] Models =
    [
        "calibrated_isotonic", "calibrated_sigmoid", "elasticnet", "gaussian_nb", "kmeans", "knn_classifier",
        "knn_distance_weights", "knn_regressor", "lasso", "linear_regression", "linear_regression_two_targets",
        "linear_svc_binary", "linear_svc_multiclass", "logreg_binary", "logreg_multinomial",
        "logreg_ovr_string_labels", "mlp_classifier_binary", "mlp_classifier_multiclass", "mlp_regressor",
        "multinomial_nb", "pca", "ridge", "sgd_hinge", "sgd_log_multiclass", "sgd_regressor",
        "svc_linear_multiclass", "svc_proba_binary", "svc_proba_multiclass", "svc_rbf_binary", "svc_rbf_multiclass",
        "svr_linear", "svr_rbf",
    ];

    public static TheoryData<string, string> Cases =>
    [
        .. Models.Select(static name => ("sklearn", name)),
        .. FixtureCase.Names("sklearn-models").Select(static name => ("sklearn-models", name)),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EveryOutputOfEveryFile_EqualsTheLibrary(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        Assert.All(fixture.ModelFiles, path => SklearnParity.AssertFile(fixture, path));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_RowsThatTheLibraryRefuses_AreRefusedInItsWords(string group, string name) =>
        SklearnParity.AssertRefusals(FixtureCase.Load(group, name));
}
