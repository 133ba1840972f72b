using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Attributes as other versions of scikit-learn name them give the same outputs.</summary>
public sealed class SklearnVersionTests
{
    [Theory]
    [InlineData("sklearn", "gaussian_nb", "var_", "sigma_")]
    [InlineData("sklearn", "svc_proba_multiclass", "_probA", "probA_", "_probB", "probB_", "_n_support", "n_support_")]
    [InlineData("sklearn", "svc_proba_binary", "_dual_coef_", "", "_intercept_", "")]
    [InlineData("sklearn", "svc_rbf_binary", "_dual_coef_", "", "_intercept_", "", "_probA", "", "_probB", "")]
    [InlineData("sklearn", "svr_rbf", "_dual_coef_", "", "_intercept_", "")]
    [InlineData("sklearn-models", "kernel_pca_rbf", "eigenvalues_", "lambdas_", "eigenvectors_", "alphas_")]
    [InlineData("sklearn", "logreg_multinomial", "n_features_in_", "")]
    [InlineData("sklearn-models", "knn_minkowski_3", "_tree", "")]
    [InlineData("sklearn-models", "lda", "_max_components", "")]
    [InlineData("sklearn", "mlp_regressor", "_optimizer", "", "_random_state", "")]
    [InlineData("sklearn", "sgd_hinge", "loss_function_", "_loss_function_")]
    public void Read_AttributesOfOtherVersions_GivesTheSameOutputs(string group, string name, params string[] names)
    {
        var pairs = names.Chunk(2).Select(static pair => (pair[0], pair[1])).ToArray();
        AssertSame(group, name, source => DescriptionEditor.Rename(source, pairs));
    }

    [Theory]
    [InlineData("logreg_multinomial", "deprecated")]
    [InlineData("logreg_multinomial", "auto")]
    [InlineData("logreg_multinomial", "multinomial")]
    [InlineData("logreg_multinomial", null)]
    [InlineData("logreg_binary", "deprecated")]
    [InlineData("logreg_binary", "ovr")]
    [InlineData("logreg_ovr_string_labels", "ovr")]
    [InlineData("logreg_ovr_string_labels", "warn")]
    public void Read_LogisticRegressionsChoice_IsThatOfItsVersion(string name, string? choice) =>
        AssertSame("sklearn", name, source => DescriptionEditor.Set(source, "multi_class", choice));

    [Fact]
    public void Read_GammaOfNewerVersions_IsPreferred() => AssertSame(
        "sklearn-models",
        "kernel_pca_gamma",
        static source => DescriptionEditor.Set(DescriptionEditor.Set(source, "gamma", null), "gamma_", 0.3));

    [Fact]
    public void Read_LogLossOfOlderVersions_HasProbabilities() =>
        AssertSame("sklearn", "sgd_log_multiclass", static source => DescriptionEditor.Set(source, "loss", "log"));

    [Fact]
    public void Read_WhitenOfOlderVersions_IsAFlag() =>
        AssertSame("sklearn-models", "fast_ica", static source => DescriptionEditor.Set(source, "whiten", true));

    [Theory]
    [InlineData("calibrated_sigmoid")]
    [InlineData("calibrated_isotonic")]
    public void Read_CalibrationOfOlderVersions_GivesTheSameOutputs(string name) =>
        AssertSame("sklearn", name, static source => DescriptionEditor.Set(
            source,
            "calibrated_classifiers_",
            PickleNumbers.ToList(DescriptionEditor.Get(source, "calibrated_classifiers_"))!
                .Select(static member => (object?)DescriptionEditor.Rename(
                    (PickleInstance)member!, ("estimator", "base_estimator"), ("calibrators", "calibrators_")))
                .ToList()));

    [Fact]
    public void Read_ExponentialOutputOfNewerVersions_IsTheExponentialOfTheSum()
    {
        // Sums of at most 600 stay within what an exponential can be.
        var fixture = FixtureCase.Load("sklearn-models", "mlp_regressor_tanh");
        var source = ReadDescription(fixture);
        var rows = new Features(fixture.Inputs[0].ToTable());
        var sums = new EstimatorReader().Read(source).Predict(rows, CancellationToken.None).Values.Values;
        var exponentials = new EstimatorReader().Read(DescriptionEditor.Set(source, "out_activation_", "exp"))
            .Predict(rows, CancellationToken.None).Values.Values;
        Assert.All(sums.Zip(exponentials), static pair => Assert.Equal(1, pair.Second / Math.Exp(pair.First), 1e-12));
    }

    private static PickleInstance ReadDescription(FixtureCase fixture) => Assert.IsType<PickleInstance>(
        SklearnFile.ReadDescription(fixture.ModelFiles[0], CancellationToken.None));

    private static void AssertSame(string group, string name, Func<PickleInstance, PickleInstance> edit)
    {
        var fixture = FixtureCase.Load(group, name);
        var estimator = new EstimatorReader().Read(edit(ReadDescription(fixture)));
        Assert.All(fixture.Outputs, output =>
            SklearnParity.AssertOutput(estimator, new Features(fixture.Inputs[0].ToTable()), output));
    }
}
