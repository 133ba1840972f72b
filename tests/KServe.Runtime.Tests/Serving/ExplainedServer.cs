using System.Text;
using System.Text.Json;
using KServe.Explainers;
using KServe.Load.Hosting;
using KServe.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Tests.Serving;

/// <summary>One server of model files with explainers beside them.</summary>
public sealed class ExplainedServer : IAsyncLifetime
{
    public const int BackgroundRows = 12;

    private static readonly (string Group, string Name)[] Trees =
    [
        ("xgboost", "reg_squarederror"),
        ("xgboost", "binary_logistic_missing"),
        ("xgboost", "multi_softprob"),
        ("lightgbm", "multiclass"),
        ("sklearn", "random_forest_classifier"),
        ("sklearn-ensembles", "forest_text"),
    ];

    private static readonly (string Group, string Name)[] Others =
    [
        ("sklearn", "pipeline_pca_logreg"),
        ("sklearn", "logreg_ovr_string_labels"),
        ("sklearn", "pipeline_imputer_forest"),
    ];

    private readonly HttpClient _client = new();
    private LoopbackServer? _server;

    internal RecordingLogs Logs { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = AddModels,
                WaitFor = [.. Trees.Concat(Others).Select(static fixture => fixture.Name)],
                Logging = logging => logging.AddProvider(Logs), // one model fails to load on purpose
            },
            Token);
        _client.BaseAddress = _server.Http;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_server?.DisposeAsync() ?? default);
    }

    internal async Task<SavedExplanation> ExplainV1Async(string model, string rows)
    {
        using var json = JsonDocument.Parse(
            await PostAsync($"/v1/models/{model}:explain", $$"""{"instances":{{rows}}}"""));
        return new SavedExplanation(
            ReadNumbers(json.RootElement.GetProperty("shap_values")),
            ReadNumbers(json.RootElement.GetProperty("base_values")));
    }

    internal async Task<SavedExplanation> ExplainV2Async(string model, int columns, string dataType, string rows)
    {
        using var data = JsonDocument.Parse(rows);
        var flat = string.Join(',', data.RootElement.EnumerateArray()
            .SelectMany(static row => row.EnumerateArray().Select(static cell => cell.GetRawText())));
        var shape = $"[{data.RootElement.GetArrayLength()},{columns}]";
        using var json = JsonDocument.Parse(await PostAsync(
            $"/v2/models/{model}/explain",
            $$"""{"inputs":[{"name":"X","shape":{{shape}},"datatype":"{{dataType}}","data":[{{flat}}]}]}"""));
        var outputs = json.RootElement.GetProperty("outputs").EnumerateArray().ToDictionary(
            static output => output.GetProperty("name").GetString()!, static output => output.GetProperty("data"));
        return new SavedExplanation(ReadNumbers(outputs["shap_values"]), ReadNumbers(outputs["base_values"]));
    }

    private static void AddModels(IKServeBuilder builder)
    {
        builder.AddStorage().AddManagedRuntimes();
        foreach (var (group, name) in Trees)
        {
            builder.AddModel(name, FixtureCase.Load(group, name).ModelFiles[0], static model => model.UseTreeShap());
        }

        foreach (var (group, name) in Others)
        {
            var fixture = FixtureCase.Load(group, name);
            builder.AddModel(name, fixture.ModelFiles[0], model => model.UseKernelShap(options =>
            {
                options.Output = "predict_proba";
                options.Background = ReadBackground(fixture.Inputs[0]);
            }));
        }

        builder.AddModel(
            "refused",
            FixtureCase.Load("sklearn", "pipeline_pca_logreg").ModelFiles[0],
            static model => model.UseTreeShap());
    }

    private static FeatureTable ReadBackground(FixtureInput input)
    {
        var rows = input.Json.GetProperty("data");
        var values = new double[BackgroundRows, rows[0].GetArrayLength()];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = Math.DivRem(i, values.GetLength(1));
            values[row, column] = FixtureInput.ReadNumber(rows[row][column]);
        }

        return FeatureTable.FromMatrix(values);
    }

    private async Task<string> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var reply = await _client.PostAsync(path, content, Token);
        var text = await reply.Content.ReadAsStringAsync(Token);
        Assert.True(reply.IsSuccessStatusCode, $"{(int)reply.StatusCode} {text}");
        return text;
    }

    private static double[] ReadNumbers(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().SelectMany(ReadNumbers)]
        : [value.GetDouble()];
}
