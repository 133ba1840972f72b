using KServe.Runtime.LightGbm;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;
using KServe.Runtime.Tests.Tabular;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.Serving;

/// <summary>What models say they hold, which budgets count.</summary>
public sealed class ModelSizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("random_forest_classifier")]
    [InlineData("gradient_boosting_regressor")]
    [InlineData("logreg_binary")]
    [InlineData("pipeline_pca_logreg")]
    public void SizeInBytes_EveryFileOfASklearnModel_IsTheSame(string name)
    {
        long[] sizes = GetSizes("sklearn", name, static path => SklearnReader.Load(path, predictProba: false, Token));
        Assert.All(sizes, static size => Assert.InRange(size, 1, 10_000_000));
        Assert.Single(sizes.Distinct());
    }

    [Fact]
    public void SizeInBytes_NeighboursKeepTheirRows_AtLeastTheseRows()
    {
        long[] sizes = GetSizes(
            "sklearn", "knn_classifier", static path => SklearnReader.Load(path, predictProba: false, Token));
        Assert.All(sizes, static size => Assert.InRange(size, 100 * sizeof(double), 10_000_000));
    }

    [Theory]
    [InlineData("reg_squarederror")]
    [InlineData("gblinear_regression")]
    public void SizeInBytes_EveryFileOfABooster_IsTheSame(string name) =>
        Assert.Single(GetSizes("xgboost", name, static path => XgboostReader.Load(path, Token)).Distinct());

    [Fact]
    public void SizeInBytes_LinearBooster_TheWeights()
    {
        var size = GetSizes("xgboost", "gblinear_regression", static path => XgboostReader.Load(path, Token))[0];
        var columns = FixtureCase.Load("xgboost", "gblinear_regression").Inputs[0].ToTable().ColumnCount;
        Assert.Equal(sizeof(float) * (columns + 2), size);
    }

    [Fact]
    public void SizeInBytes_LinearLeaves_AreMoreThanPlainOnes()
    {
        static TabularModel Load(string path) => LightGbmReader.Load(path, options: null, Token);
        Assert.InRange(GetSizes("lightgbm", "linear_tree", Load)[0], 1_000, 10_000_000);
        Assert.InRange(GetSizes("lightgbm", "regression", Load)[0], 1_000, 10_000_000);
    }

    [Fact]
    public async Task SizeInBytes_OfAPredictor_IsKnownWhileItIsLoaded()
    {
        var path = FixtureCase.Load("xgboost", "reg_squarederror").ModelFiles[0];
        var predictor = new TabularPredictor(token => XgboostReader.Load(path, token));
        Assert.Equal(0, predictor.SizeInBytes);
        await predictor.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        var size = Assert.IsType<IModelSize>(predictor.GetService(typeof(IModelSize)), exactMatch: false);
        Assert.True(size.SizeInBytes > 0);
        await predictor.DisposeAsync();
        Assert.Equal(0, size.SizeInBytes);
    }

    [Fact]
    public async Task SizeInBytes_NothingKnown_IsZero()
    {
        await using var predictor = new TabularPredictor(static _ => new FakeModel());
        await predictor.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        Assert.Equal(0, predictor.SizeInBytes);
    }

    private static long[] GetSizes(string group, string name, Func<string, TabularModel> load) =>
        [.. FixtureCase.Load(group, name).ModelFiles.Select(path => load(path).SizeInBytes)];
}
