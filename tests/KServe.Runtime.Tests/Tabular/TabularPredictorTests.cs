using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Tabular;

public sealed class TabularPredictorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PredictAsync_NoOutputsAsked_AnswersAsKServesServersDo()
    {
        using var request = NewRequest(InferTensor.Create<float>("x", [2, 2], 1, 2, 3, 4));
        using var response = await PredictAsync(new FakeModel(), request);
        var output = Assert.Single(response.Outputs);
        Assert.Equal("output-0", output.Name);
        Assert.Equal([3d, 7d], output.AsSpan<double>().ToArray());
    }

    [Fact]
    public async Task PredictAsync_OutputsAsked_AnswersTheseInTheirOrder()
    {
        using var request = NewRequest(InferTensor.Create<long>("x", [1, 2], 1, 2));
        foreach (var name in (string[])["count", "output-0", "sum"])
        {
            request.Outputs.Add(new RequestedOutput(name));
        }

        using var response = await PredictAsync(new FakeModel(), request);
        Assert.Equal(["count", "output-0", "sum"], response.Outputs.Select(static output => output.Name));
        Assert.Equal(2, response.Outputs[0].AsSpan<long>()[0]);
        Assert.Equal(3, response.Outputs[1].AsSpan<double>()[0]);
    }

    [Fact]
    public async Task PredictAsync_UnknownOutput_NamesTheKnownOnesAndReturnsMemory()
    {
        using var request = NewRequest(InferTensor.Create<long>("x", [1, 2], 1, 2));
        request.Outputs.Add(new RequestedOutput("sum"));
        request.Outputs.Add(new RequestedOutput("shap"));
        var error = await Assert.ThrowsAsync<InferenceException>(() => PredictAsync(new FakeModel(), request));
        Assert.Equal(
            "output 'shap' is not known, one of sum, count, output-0 was expected", error.Message);
        Assert.Equal(0, request.Pool.RentedCount);
    }

    [Fact]
    public async Task Signature_AfterLoad_NamesEveryOutput()
    {
        await using var predictor = new TabularPredictor(static _ => new FakeModel());
        await predictor.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        Assert.Equal(
            ["output-0", "sum", "count"], predictor.Signature.Outputs.Select(static output => output.Name));
        Assert.Empty(predictor.Signature.Inputs);
        Assert.Equal("fake", predictor.Signature.Platform);
    }

    [Fact]
    public async Task GetService_NamesOfColumns_AreHandedOut()
    {
        await using var predictor = new TabularPredictor(static _ => new FakeModel { Names = ["a", "b"] });
        await predictor.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        var names = Assert.IsType<FeatureNames>(predictor.GetService(typeof(FeatureNames)));
        Assert.Equal(["a", "b"], names.Names);
        await using var nameless = new TabularPredictor(static _ => new FakeModel());
        await nameless.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        Assert.Null(nameless.GetService(typeof(FeatureNames)));
    }

    [Fact]
    public async Task PredictAsync_NotLoaded_IsUnavailable()
    {
        await using var predictor = new TabularPredictor(static _ => new FakeModel());
        using var request = NewRequest(InferTensor.Create<float>("x", [1, 1], 1));
        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await predictor.PredictAsync(request, Token));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
    }

    private static InferRequest NewRequest(params InferTensor[] inputs)
    {
        var request = new InferRequest("m");
        foreach (var input in inputs)
        {
            request.Inputs.Add(input);
        }

        return request;
    }

    private static async Task<InferResponse> PredictAsync(TabularModel model, InferRequest request)
    {
        await using var predictor = new TabularPredictor(_ => model);
        await predictor.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        return await predictor.PredictAsync(request, Token);
    }
}
