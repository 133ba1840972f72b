using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

public sealed class BatcherFactoryTests
{
    public static TheoryData<ModelSignature, string> Refused => new()
    {
        { new ModelSignature { IsDecoupled = true }, "decoupled" },
        { NewSignature(TensorShape.Create([])), "no dimensions" },
        { NewSignature([1, 4]), "always 1" },
        { NewSignature([-1, 4], [8, 4]), "differ" },
        { NewSignature([-1, 4]) with { Outputs = [new TensorMetadata("mean", TensorDataType.FP32, [1])] }, "'mean'" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Create_SignatureThatCannotBeBatched_IsRefused(ModelSignature signature, string reason)
    {
        var error = Assert.Throws<InferenceException>(
            () => new Batcher(new HeldPredictor { DeclaredSignature = signature }));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SignatureWithASmallerLimit_TheLimitHolds()
    {
        var model = new HeldPredictor { DeclaredSignature = NewSignature([-1, 1]) with { MaxBatchSize = 2 } };
        await using var batcher = new Batcher(model);
        var answers = Enumerable.Range(0, 4).Select(value => batcher.SendAsync(value)).ToArray();
        List<long> rows = [];
        for (var i = 0; i < 3; i++)
        {
            var call = await model.NextAsync();
            rows.Add(call.Rows);
            await call.EchoAsync();
        }

        await Task.WhenAll(answers);
        Assert.Equal([1, 2, 1], rows);
    }

    [Fact]
    public async Task GetService_PartsOfTheModel_PassThrough()
    {
        var model = new HeldPredictor { DeclaredSignature = NewSignature([-1, 1]) };
        await using var batcher = new Batcher(model);
        Assert.Same(model, batcher.Predictor.GetService(typeof(HeldPredictor)));
        Assert.Null(batcher.Predictor.GetService(typeof(string)));
        Assert.Same(model.Signature, batcher.Predictor.Signature);
        Assert.True(await batcher.Predictor.IsHealthyAsync(default));
    }

    private static ModelSignature NewSignature(params TensorShape[] shapes) => new()
    {
        Inputs =
        [
            .. shapes.Select(static (shape, index) => new TensorMetadata($"x{index}", TensorDataType.FP32, shape)),
        ],
    };
}
