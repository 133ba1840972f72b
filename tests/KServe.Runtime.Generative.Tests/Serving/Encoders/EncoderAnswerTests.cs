using System.Globalization;
using System.Text.Json;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Serving.Encoders;

/// <summary>Holds what encoders answer tensors of texts with against the reference's outputs of the same tokens.</summary>
public sealed class EncoderAnswerTests
{
    // Texts whose tokens are those of a case of the reference.
    private const string ClassifiedText = "maybv temperature pl temperatureantemter";
    private const string TaggedText = "requi calleg un descrip computmeiment t";
    private const string EmbeddedText = "raec functionsunccripjara * r";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PredictAsync_SequenceClassification_AnswersTheBestClass()
    {
        await using var model = await LoadAsync("bert-sequence-classification");
        using var request = Request(InferenceProtocol.V2Rest, "10", ClassifiedText);
        using var response = await model.PredictAsync(request, Token);
        var output = Assert.Single(response.Outputs);
        Assert.Equal(("output-0", TensorDataType.INT64, "[2]"), Describe(output));
        Assert.Equal([1, 1], output.AsSpan<long>().ToArray());
    }

    [Theory]
    [InlineData(InferenceProtocol.V2Rest, "{0: 0.2619, 1: 0.6921, 2: 0.0461}", "{0: 0.1907, 1: 0.7392, 2: 0.0701}")]
    [InlineData(InferenceProtocol.Grpc, "{0: 0.2619, 1: 0.6921, 2: 0.0461}", "{0: 0.1907, 1: 0.7392, 2: 0.0701}")]
    [InlineData(InferenceProtocol.V1, """{"0":0.2619,"1":0.6921,"2":0.0461}""", """{"0":0.1907,"1":0.7392,"2":0.0701}""")]
    public async Task PredictAsync_Probabilities_AreWrittenAsKServesServerDoes(
        InferenceProtocol protocol,
        string first,
        string second)
    {
        await using var model = await LoadAsync(
            "bert-sequence-classification", static options => options.Encoder.Output = EncoderOutput.Probabilities);
        using var request = Request(protocol, "10", ClassifiedText);
        using var response = await model.PredictAsync(request, Token);
        Assert.Equal(("output-0", TensorDataType.BYTES, "[2]"), Describe(response.Outputs[0]));
        Assert.Equal([first, second], response.Outputs[0].ToStrings());
        Assert.Equal(protocol == InferenceProtocol.V1, response.Outputs[0].HasParameters);
    }

    [Fact]
    public async Task PredictAsync_RawLogits_AreTheReferences()
    {
        await using var model = await LoadAsync(
            "bert-sequence-classification", static options => options.Encoder.Output = EncoderOutput.RawLogits);
        using var request = Request(InferenceProtocol.V1, "10", ClassifiedText);
        using var response = await model.PredictAsync(request, Token);
        double[][] expected = [[-0.140469, 0.831336, -1.878046], [-1.258058, 0.096588, -2.258785]];
        var texts = response.Outputs[0].ToStrings();
        for (var i = 0; i < expected.Length; i++)
        {
            using var json = JsonDocument.Parse(texts[i]);
            for (var j = 0; j < expected[i].Length; j++)
            {
                Assert.Equal(
                    expected[i][j],
                    json.RootElement.GetProperty(j.ToString(CultureInfo.InvariantCulture)).GetDouble(),
                    4e-4);
            }
        }
    }

    [Fact]
    public async Task PredictAsync_TokenClassification_AnswersTheReferencesClassesAndFillsUp()
    {
        await using var model = await LoadAsync(
            "bert-token-classification", static options => options.Encoder.ReturnsOffsets = true);
        using var request = Request(InferenceProtocol.V2Rest, TaggedText, "t");
        using var response = await model.PredictAsync(request, Token);
        Assert.Equal(("output-0", TensorDataType.INT64, "[2,1,11]"), Describe(response.Outputs[0]));
        var classes = response.Outputs[0].AsSpan<long>().ToArray();
        Assert.Equal([4, 2, 4, 4, 4, 2, 2, 2, 0, 2, 4], classes[..11]);
        Assert.All(classes[11..14], static one => Assert.InRange(one, 0, 4));
        Assert.All(classes[14..], static one => Assert.Equal(-100, one));

        Assert.Equal(("offset_mapping", TensorDataType.INT64, "[2,11,2]"), Describe(response.Outputs[1]));
        var offsets = response.Outputs[1].AsSpan<long>().ToArray();
        Assert.Equal([0, 0, 0, 5, 6, 10, 10, 12], offsets[..8]);
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0], offsets[22..30]);
    }

    [Theory]
    [InlineData(InferenceProtocol.V2Rest)]
    [InlineData(InferenceProtocol.V1)]
    public async Task PredictAsync_TokenProbabilities_AreOneObjectForEachToken(InferenceProtocol protocol)
    {
        await using var model = await LoadAsync("bert-token-classification", static options =>
        {
            options.Encoder.Output = EncoderOutput.Probabilities;
            options.Encoder.AddsSpecialTokens = false;
        });
        using var request = Request(protocol, TaggedText, "t");
        using var response = await model.PredictAsync(request, Token);
        var texts = response.Outputs[0].ToStrings();
        if (protocol == InferenceProtocol.V1)
        {
            Assert.Equal("[2]", response.Outputs[0].Shape.ToString());
            using var first = JsonDocument.Parse(texts[0]);
            using var second = JsonDocument.Parse(texts[1]);
            Assert.Equal((9, 1), (first.RootElement.GetArrayLength(), second.RootElement.GetArrayLength()));
            Assert.Equal(1, first.RootElement[4].EnumerateObject().Sum(static one => one.Value.GetDouble()), 3e-4);
            return;
        }

        Assert.Equal("[2,9]", response.Outputs[0].Shape.ToString());
        Assert.StartsWith("{0: 0.", texts[0], StringComparison.Ordinal);
        Assert.All(texts[10..], static text => Assert.Equal("{}", text));
    }

    [Fact]
    public async Task PredictAsync_TextEmbedding_IsTheReferencesInDoubles()
    {
        await using var model = await LoadAsync("minilm-sentence-embedding");
        using var golden = ArchitectureGolden.Open("minilm-sentence-embedding");
        using var request = Request(InferenceProtocol.V2Rest, EmbeddedText);
        using var response = await model.PredictAsync(request, Token);
        Assert.Equal(("output-0", TensorDataType.FP64, "[1,64]"), Describe(response.Outputs[0]));
        var batch = golden.Cases.Single(static one => one.GetProperty("name").GetString() == "batch_right_padded");
        var expected = golden.Tensor(batch, "sentence_embedding")[64..128];
        var actual = response.Outputs[0].AsSpan<double>();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 2e-4);
        }
    }

    [Fact]
    public async Task PredictAsync_FillMask_AnswersTheModelsBestTokens()
    {
        string[] texts = ["capital [MASK] t", "[MASK] of [MASK]"];
        await using var model = await LoadAsync("bert-masked-lm");
        using var request = Request(InferenceProtocol.V1, texts);
        using var response = await model.PredictAsync(request, Token);
        Assert.Equal(("output-0", TensorDataType.BYTES, "[2]"), Describe(response.Outputs[0]));
        Assert.Equal([.. texts.Select(Fill)], response.Outputs[0].ToStrings());
    }

    [Theory]
    [InlineData(InferenceProtocol.V2Rest)]
    [InlineData(InferenceProtocol.V1)]
    public async Task PredictAsync_FillMaskProbabilities_AreOfAllTokens(InferenceProtocol protocol)
    {
        await using var model = await LoadAsync(
            "bert-masked-lm", static options => options.Encoder.Output = EncoderOutput.Probabilities);
        using var request = Request(protocol, "capital [MASK] t");
        using var response = await model.PredictAsync(request, Token);
        var texts = response.Outputs[0].ToStrings();
        if (protocol == InferenceProtocol.V2Rest)
        {
            Assert.Equal("[1,1,384]", response.Outputs[0].Shape.ToString());
            Assert.StartsWith("{383: '0.", texts[383], StringComparison.Ordinal);
            Assert.EndsWith("'}", texts[383], StringComparison.Ordinal);
            return;
        }

        using var json = JsonDocument.Parse(texts[0]);
        var mask = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(384, mask.GetArrayLength());
        Assert.Equal(1, mask.EnumerateArray().Sum(static one => double.Parse(
            one.EnumerateObject().Single().Value.GetString()!, CultureInfo.InvariantCulture)), 0.02);
    }

    [Fact]
    public async Task PredictAsync_LongText_IsCut()
    {
        await using var model = await LoadAsync(
            "bert-token-classification", static options => options.Engine.MaxSequenceLength = 5);
        using var request = Request(InferenceProtocol.V2Rest, TaggedText);
        using var response = await model.PredictAsync(request, Token);
        Assert.Equal("[1,1,5]", response.Outputs[0].Shape.ToString());
        Assert.Equal(5, model.MaxModelLength);
    }

    [Fact]
    public async Task LoadAsync_LongerThanTheModel_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            LoadAsync("bert-token-classification", static options => options.Engine.MaxSequenceLength = 65));
        Assert.Contains("max_model_len is 65", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAsync_WrongInputs_AreNamed()
    {
        await using var model = await LoadAsync("bert-masked-lm");
        using var none = new InferRequest("m");
        Assert.Contains("1 input", await RefuseAsync(model, none), StringComparison.Ordinal);
        using var numbers = new InferRequest("m");
        numbers.Inputs.Add(InferTensor.Create("x", [1], 1f));
        Assert.Contains("input 'x': holds FP32", await RefuseAsync(model, numbers), StringComparison.Ordinal);
        using var empty = new InferRequest("m");
        empty.Inputs.Add(BytesTensor.Rent(empty.Pool, "x", [0]));
        Assert.Contains("from 1 to 4096", await RefuseAsync(model, empty), StringComparison.Ordinal);
        using var maskless = Request(InferenceProtocol.V1, "a [MASK]", "no mask");
        Assert.Equal("Text 1 has no mask: '[MASK]' was expected.", await RefuseAsync(model, maskless));
        using var bytes = new InferRequest("m");
        bytes.Inputs.Add(InferTensor.FromMemory("x", TensorDataType.BYTES, [1], new byte[] { 1, 0, 0, 0, 0xFF }));
        Assert.Contains("element 0 is not UTF-8", await RefuseAsync(model, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_Loaded_TellsInputsOutputsAndTask()
    {
        await using var model = await LoadAsync("bert-token-classification");
        var signature = model.Signature;
        Assert.Equal("token_classification", signature.Properties["task"]);
        Assert.Equal(("input-0", TensorDataType.BYTES, "[-1]"), Describe(Assert.Single(signature.Inputs)));
        Assert.Equal(("output-0", TensorDataType.INT64, "[-1,1,-1]"), Describe(Assert.Single(signature.Outputs)));
        Assert.Equal(TextEncodingTask.TokenClassification, model.Task);
    }

    [Fact]
    public async Task EncodeAsync_TokenClassification_GivesTheRowsOfAllTokens()
    {
        await using var model = await LoadAsync("bert-token-classification");
        var result = await model.EncodeAsync(
            new TextEncodingRequest([new TextInput { Text = TaggedText }]), Token);
        Assert.Equal(11 * 5, result.Vectors[0].Length);
        Assert.Equal(1, result.Vectors[0].Span[..5].ToArray().Sum(), 1e-5);
    }

    private static string Fill(string text)
    {
        using var pool = new ComputePool(1);
        var folder = ArchitectureGolden.PathOf("bert-masked-lm");
        using var model = EncoderLoader.Load(
            WeightStore.Open(folder), EncoderTask.MaskedTokens, WeightPrecision.None, pool);
        var tokenizer = Tokenizer.Load(folder);
        var ids = tokenizer.EncodeToIds(text);
        var batch = new EncoderBatch();
        batch.Add(ids);
        var logits = new float[ids.Length * model.OutputWidth];
        model.Forward(batch, logits);
        int[] best =
        [
            .. Enumerable.Range(0, ids.Length).Where(place => ids[place] == 4).Select(place =>
                Decoding.Best(logits.AsSpan(place * model.OutputWidth, model.OutputWidth).ToArray())),
        ];
        Assert.NotEmpty(best);
        return tokenizer.Decode(best);
    }

    private static async Task<string> RefuseAsync(TextEncoder model, InferRequest request)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(async () => await model.PredictAsync(request, Token));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        return error.Message;
    }

    private static (string Name, TensorDataType Type, string Shape) Describe(InferTensor tensor) =>
        (tensor.Name, tensor.DataType, tensor.Shape.ToString());

    private static (string Name, TensorDataType Type, string Shape) Describe(TensorMetadata tensor) =>
        (tensor.Name, tensor.DataType, tensor.Shape.ToString());

    private static InferRequest Request(InferenceProtocol protocol, params string[] texts)
    {
        var request = new InferRequest("m") { Protocol = protocol };
        request.Inputs.Add(BytesTensor.Rent(request.Pool, "text", [texts.Length], texts));
        return request;
    }

    private static async Task<TextEncoder> LoadAsync(string name, Action<LanguageModelOptions>? configure = null)
    {
        var options = new LanguageModelOptions { Threads = 2 };
        configure?.Invoke(options);
        var model = new TextEncoder(ArchitectureGolden.PathOf(name), options);
        await model.LoadAsync(new ModelLoadContext { ModelName = name, ModelVersion = "1" }, Token);
        return model;
    }
}
