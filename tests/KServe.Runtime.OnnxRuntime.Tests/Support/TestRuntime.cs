using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Loads models as the registry does, without a host.</summary>
internal static class TestRuntime
{
    public static OnnxServingRuntime Create(OnnxRuntimeOptions? options = null, RecordingLogs? log = null) =>
        new(
            Options.Create(options ?? new OnnxRuntimeOptions()),
            new Logger<OnnxServingRuntime>(log ?? new RecordingLogs()));

    public static ModelArtifact Artifact(string path, params (string Key, string Value)[] parameters) =>
        new("test", path)
        {
            Format = "onnx",
            Parameters = parameters.ToDictionary(
                static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        };

    public static async Task<Predictor> LoadAsync(
        string path,
        OnnxRuntimeOptions? options = null,
        RecordingLogs? log = null,
        params (string Key, string Value)[] parameters)
    {
        var predictor = Create(options, log).CreatePredictor(Artifact(path, parameters));
        var context = new ModelLoadContext { ModelName = "test", ModelVersion = "1", ArtifactPath = path };
        try
        {
            await predictor.LoadAsync(context, TestContext.Current.CancellationToken);
            return predictor;
        }
        catch
        {
            await predictor.DisposeAsync();
            throw;
        }
    }

    public static async Task<InferenceException> RefuseAsync(
        string path,
        params (string Key, string Value)[] parameters) =>
        await Assert.ThrowsAsync<InferenceException>(async () => await LoadAsync(path, parameters: parameters));

    public static InferRequest Request(params ReadOnlySpan<InferTensor> inputs)
    {
        var request = new InferRequest("test");
        foreach (var input in inputs)
        {
            request.Inputs.Add(input);
        }

        return request;
    }

    public static ValueTask<InferResponse> RunAsync(this Predictor predictor, InferRequest request) =>
        predictor.PredictAsync(request, TestContext.Current.CancellationToken);
}
