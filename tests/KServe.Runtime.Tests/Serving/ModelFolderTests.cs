using KServe.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Tests.Serving;

/// <summary>Finds runtime and file by what lies in a folder, and serves what it found.</summary>
public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kserve-model-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sklearn/ridge/model.joblib", "kserve-sklearnserver", "predict")]
    [InlineData("sklearn/ridge/model.joblib.z", "kserve-sklearnserver", "predict")]
    [InlineData("sklearn/ridge/model.p2.pkl", "kserve-sklearnserver", "predict")]
    [InlineData("xgboost/reg_squarederror/model.json", "kserve-xgbserver", "predict")]
    [InlineData("xgboost/reg_squarederror/model.ubj", "kserve-xgbserver", "predict")]
    [InlineData("xgboost/reg_squarederror/model.bst", "kserve-xgbserver", "predict")]
    [InlineData("lightgbm/regression/model.txt", "kserve-lgbserver", "predict")]
    [InlineData("pmml/regression_linear/model.pmml", "kserve-pmmlserver", "prediction")]
    [InlineData("onnx/tree_ensemble_regressor/model.onnx", "kserve-onnxtrees", "y")]
    public async Task LoadAsync_OneModelFile_FindsItsRuntime(string file, string runtime, string output)
    {
        Copy(file, Path.GetFileName(file));
        File.WriteAllText(Path.Combine(_folder.FullName, "README.txt"), "a tree is not a model");
        File.WriteAllText(Path.Combine(_folder.FullName, "config.json"), "{}");
        await using var services = Build();
        using var lease = await LoadAsync(services);
        Assert.NotNull(lease.Revision.Signature.FindOutput(output));
        Assert.Equal(runtime, services.GetServices<IServingRuntime>()
            .Single(candidate => candidate.DetectFormat(_folder.FullName) is not null).Name);
    }

    [Fact]
    public async Task LoadAsync_SharedExtension_GoesByTheContent()
    {
        Copy("lightgbm/regression/model.txt", "model.bst");
        await using var services = Build();
        using var lease = await LoadAsync(services);
        Assert.Equal("lightgbm", lease.Revision.Signature.Platform);
    }

    [Fact]
    public async Task LoadAsync_SeveralModelFiles_IsRefusedAsKServeDoes()
    {
        Copy("sklearn/ridge/model.joblib", "a.joblib");
        Copy("sklearn/ridge/model.joblib", "b.pkl");
        await using var services = Build();
        var error = await Assert.ThrowsAsync<InferenceException>(() => LoadAsync(services));
        Assert.Equal("More than one model file is detected, Only one is allowed within model_dir", error.Message);
    }

    [Fact]
    public async Task LoadAsync_FilesOfTwoFormats_AsksForTheFormat()
    {
        Copy("sklearn/ridge/model.joblib", "model.joblib");
        Copy("lightgbm/regression/model.txt", "model.txt");
        await using var services = Build();
        var error = await Assert.ThrowsAsync<InferenceException>(() => LoadAsync(services));
        Assert.Contains("sklearn, lightgbm", error.Message, StringComparison.Ordinal);
        await using var named = Build(static model => model.Options.Format = "lightgbm");
        using var lease = await LoadAsync(named);
        Assert.Equal("lightgbm", lease.Revision.Signature.Platform);
    }

    [Fact]
    public async Task LoadAsync_UnknownParameter_IsNamed()
    {
        Copy("sklearn/ridge/model.joblib", "model.joblib");
        await using var services = Build(static model => model.Options.Parameters["predict_probability"] = "true");
        var error = await Assert.ThrowsAsync<InferenceException>(() => LoadAsync(services));
        Assert.Contains("'predict_probability' is not known; known are predict_proba", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAsync_MlflowWithColumns_TakesTypedColumnsInAnyOrder()
    {
        var fixture = FixtureCase.Load("sklearn", "ridge");
        Copy("sklearn/ridge/model.p4.pkl", "model.pkl");
        var columns = string.Join(", ", Enumerable.Range(0, 6).Select(static i => $$"""{"name": "c{{i}}", "type": "double"}"""));
        WriteMlflow($"sklearn: {{pickled_model: model.pkl}}", $"[{columns}]");
        await using var services = Build();
        using var lease = await LoadAsync(services);
        Assert.Equal(6, lease.Revision.Signature.Inputs.Count);

        var table = fixture.Inputs[0].ToTable();
        using var request = new InferRequest("m");
        for (var c = table.ColumnCount - 1; c >= 0; c--)
        {
            request.Inputs.Add(InferTensor.Create<double>($"c{c}", [table.RowCount, 1], table.GetColumn(c).Numbers));
        }

        using var response = await lease.Revision.InferAsync(request, Token);
        fixture.Outputs[0].AssertMatches(response.Outputs[0]);
        using var wrong = new InferRequest("m");
        wrong.Inputs.Add(InferTensor.Create<double>("c0", [1], 1));
        var error = await Assert.ThrowsAsync<InferenceException>(async () => await lease.Revision.InferAsync(wrong, Token));
        Assert.Contains("'c1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAsync_MlflowWithAnXgboostClassifier_AnswersClasses()
    {
        var fixture = FixtureCase.Load("xgboost", "binary_logistic_missing");
        Copy("xgboost/binary_logistic_missing/model.ubj", "model.xgb");
        WriteMlflow("xgboost: {data: model.xgb, model_class: xgboost.sklearn.XGBClassifier}", signature: null);
        await using var services = Build();
        using var lease = await LoadAsync(services);
        var table = fixture.Inputs[0].ToTable();
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create(
            "X", [table.RowCount, table.ColumnCount], table.Singles.Span));
        request.Outputs.Add(new RequestedOutput("predict"));
        request.Outputs.Add(new RequestedOutput("predict_proba"));
        using var response = await lease.Revision.InferAsync(request, Token);
        var expected = fixture.Outputs.Single(static output => output.Name == "predict").Numbers;
        Assert.Equal(
            expected.Select(static p => p > 0.5 ? 1L : 0L), response.Outputs[0].AsSpan<long>().ToArray());
        Assert.Equal(expected.Length * 2, response.Outputs[1].AsSpan<float>().Length);
        Assert.Equal(expected[3], response.Outputs[1].AsSpan<float>()[7], 5);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<RevisionLease> LoadAsync(IServiceProvider services)
    {
        var registry = services.GetRequiredService<ModelRegistry>();
        await registry.LoadAsync("m", Token);
        return registry.Pin("m");
    }

    private ServiceProvider Build(Action<ModelBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKServeCore().AddStorage().AddManagedRuntimes().AddModel("m", _folder.FullName, configure);
        return services.BuildServiceProvider();
    }

    private void Copy(string fixture, string name) =>
        File.Copy(Path.Combine(FixtureCase.Root, fixture), Path.Combine(_folder.FullName, name));

    private void WriteMlflow(string flavor, string? signature) => File.WriteAllText(
        Path.Combine(_folder.FullName, "MLmodel"),
        $"flavors:\n  {flavor}\n" + (signature is null ? "" : $"signature:\n  inputs: '{signature}'\n"));
}
