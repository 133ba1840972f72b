using System.Numerics.Tensors;
using System.Text.Json;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds quantized weights against the reference of binary32, by the largest number of each output.</summary>
/// <remarks>
/// The models of the architectures are so small that their matrices stay in floating point when they are served; for
/// what 8 and 4 bits do to them their matrices are quantized all the same.
/// </remarks>
public sealed class QuantizedGoldenTests(ITestOutputHelper output)
{
    private const double Bound = 2e-2;

    private const float LeastCosine = 0.999f;

    private static readonly string TinyChat =
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    public static TheoryData<string> Decoders =>
    [
        "llama", "llama-linear-rope", "llama-yarn", "qwen2", "qwen3", "mistral", "phi3", "gemma2", "gemma3-text",
        "mixtral", "qwen2-moe", "gpt2", "gpt-neox",
    ];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Forward_DecoderAsServedInQ8_IsWithinTheBound(string name)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var decoding = new Decoding(
            golden.Folder, change: static options => options with { Precision = WeightPrecision.Q8 });
        foreach (var expected in golden.Cases)
        {
            var logits = decoding.Logits(ArchitectureGolden.Ids(expected, "input_ids"));
            Assert.InRange(Compare(name, golden.Tensor(expected, "logits"), logits).OfLargest, 0, Bound);
        }
    }

    [Theory]
    [InlineData("bert", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    [InlineData("bert", nameof(EncoderTask.PooledOutput), "pooler_output")]
    [InlineData("bert-masked-lm", nameof(EncoderTask.MaskedTokens), "logits")]
    [InlineData("bert-sequence-classification", nameof(EncoderTask.SequenceClassification), "logits")]
    [InlineData("bert-token-classification", nameof(EncoderTask.TokenClassification), "logits")]
    [InlineData("distilbert", nameof(EncoderTask.SequenceClassification), "logits")]
    [InlineData("roberta", nameof(EncoderTask.MaskedTokens), "logits")]
    [InlineData("roberta-sequence-classification", nameof(EncoderTask.SequenceClassification), "logits")]
    [InlineData("xlm-roberta-reranker", nameof(EncoderTask.SequenceClassification), "logits")]
    [InlineData("modernbert", nameof(EncoderTask.MaskedTokens), "logits")]
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    public void Forward_EncoderAsServedInQ8_IsWithinTheBound(string name, string task, string field)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var pool = new ComputePool(1);
        using var model = EncoderLoader.Load(
            WeightStore.Open(golden.Folder), Enum.Parse<EncoderTask>(task), WeightPrecision.Q8, pool);
        foreach (var expected in golden.Cases)
        {
            var (wanted, actual) = Run(model, expected, golden.Tensor(expected, field));
            Assert.InRange(Compare(name, wanted, actual).OfLargest, 0, Bound);
        }
    }

    // Rows of vectors, of which their direction counts: embeddings of texts, and the states of tokens.
    [Theory]
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    [InlineData("bert", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    public void Forward_EncoderWithEveryMatrixInQ8_PointsWhereTheReferenceDoes(string name, string task, string field)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var pool = new ComputePool(1);
        using var model = EncoderLoader.Load(
            WeightStore.Open(golden.Folder),
            Enum.Parse<EncoderTask>(task),
            WeightPrecision.Q8,
            pool,
            smallestQuantized: 0);
        var least = 1f;
        foreach (var expected in golden.Cases)
        {
            var (wanted, actual) = Run(model, expected, golden.Tensor(expected, field));
            for (var i = 0; i < wanted.Length; i += model.OutputWidth)
            {
                var cosine = TensorPrimitives.CosineSimilarity<float>(
                    wanted.AsSpan(i, model.OutputWidth), actual.AsSpan(i, model.OutputWidth));
                least = Math.Min(least, cosine);
            }
        }

        output.WriteLine($"{name} {task}: cosines of at least {least}");
        Assert.InRange(least, LeastCosine, 0.9999999f);
    }

    [Fact]
    public void Decode_T5AsServedInQ8_IsWithinTheBound()
    {
        using var golden = ArchitectureGolden.Open("t5");
        using var pool = new ComputePool(1);
        using var model = T5Builder.Load(WeightStore.Open(golden.Folder), WeightPrecision.Q8, pool);
        foreach (var expected in golden.Cases)
        {
            var start = ArchitectureGolden.Ids(expected, "decoder_input_ids");
            var logits = new float[start.Length * model.VocabularySize];
            model.Encode(ArchitectureGolden.Ids(expected, "input_ids")).Decode(start, logits);
            Assert.InRange(Compare("t5", golden.Tensor(expected, "logits"), logits).OfLargest, 0, Bound);
        }
    }

    // All its matrices are large enough to be quantized.
    [Theory]
    [InlineData("model.safetensors", WeightPrecision.Q8, Bound)]
    [InlineData("tiny-chat-q8_0.gguf", WeightPrecision.Auto, Bound)]
    [InlineData("model.safetensors", WeightPrecision.Q4, 0.15)]
    [InlineData("tiny-chat-q4_k_m.gguf", WeightPrecision.Auto, 0.15)]
    public void Forward_TrainedModel_IsWithinTheBoundOfItsBits(string file, WeightPrecision precision, double bound)
    {
        using var exact = new Decoding(TinyChat);
        using var quantized = new Decoding(
            file.EndsWith(".gguf", StringComparison.Ordinal) ? Path.Combine(TinyChat, file) : TinyChat,
            change: options => options with { Precision = precision });
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TinyChat, "expected.json")));
        foreach (var golden in expected.RootElement.GetProperty("logits").EnumerateArray())
        {
            var ids = ArchitectureGolden.Ids(golden, "ids");
            var difference = Compare($"{file} {precision}", exact.Logits(ids), quantized.Logits(ids));
            Assert.InRange(difference.OfLargest, 0, bound);
        }
    }

    // Weights of four bits are too coarse for the bound even where they are multiplied in binary32: their own rounding
    // is what is seen, and quantized inputs add little to it.
    [Fact]
    public void Forward_TrainedModelInFourBits_IsAsFarOffAsItsWeightsAre()
    {
        using var exact = new Decoding(TinyChat);
        var file = Path.Combine(TinyChat, "tiny-chat-q4_k_m.gguf");
        using var rounded = new Decoding(file);
        using var quantized = new Decoding(
            file, change: static options => options with { Precision = WeightPrecision.Auto });
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TinyChat, "expected.json")));
        var (weights, all) = (0.0, 0.0);
        foreach (var golden in expected.RootElement.GetProperty("logits").EnumerateArray())
        {
            var ids = ArchitectureGolden.Ids(golden, "ids");
            var logits = exact.Logits(ids);
            weights = Math.Max(weights, Compare("weights rounded", logits, rounded.Logits(ids)).OfLargest);
            all = Math.Max(all, Compare("all in 4 bits", logits, quantized.Logits(ids)).OfLargest);
        }

        Assert.True(weights > Bound);
        Assert.InRange(all, 0, 1.5 * weights);
    }

    // Random weights make sharp attention, and routers for whom two experts are as good: one such choice in Mixtral's
    // longest text is another. So these are held by the norm of the difference.
    [Theory]
    [MemberData(nameof(Decoders))]
    public void Forward_DecoderWithEveryMatrixInQ8_StaysNearTheReference(string name) =>
        CheckQuantized(name, WeightPrecision.Q8, name == "mixtral" ? 0.2 : 0.05);

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Forward_DecoderWithEveryMatrixInQ4_StaysNearTheReference(string name) =>
        CheckQuantized(name, WeightPrecision.Q4, 0.5);

    private static (float[] Wanted, float[] Actual) Run(EncoderModel model, JsonElement expected, float[] tensor)
    {
        var ids = ArchitectureGolden.Rows(expected, "input_ids");
        var masks = ArchitectureGolden.Rows(expected, "attention_mask");
        var types = expected.TryGetProperty("token_type_ids", out _)
            ? ArchitectureGolden.Rows(expected, "token_type_ids")
            : null;
        var batch = new EncoderBatch();
        List<float> wanted = [];
        List<float> actual = [];
        for (var i = 0; i < ids.Length; i++)
        {
            // Text by text, without the padding that the reference has.
            var count = masks[i].Sum();
            batch.Clear();
            batch.Add(ids[i].AsSpan(0, count), types is null ? default : types[i].AsSpan(0, count));
            var result = new float[model.OutputRows(batch) * model.OutputWidth];
            model.Forward(batch, result);
            actual.AddRange(result);
            var stride = (model.Head.IsPerToken ? ids[i].Length : 1) * model.OutputWidth;
            wanted.AddRange(tensor.AsSpan(i * stride, result.Length));
        }

        return ([.. wanted], [.. actual]);
    }

    private void CheckQuantized(string name, WeightPrecision precision, double bound)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var decoding = new Decoding(
            golden.Folder, change: options => options with { Precision = precision, SmallestQuantized = 0 });
        foreach (var expected in golden.Cases)
        {
            var logits = decoding.Logits(ArchitectureGolden.Ids(expected, "input_ids"));
            Assert.InRange(Compare($"{name} {precision}", golden.Tensor(expected, "logits"), logits).Norm, 1e-5, bound);
        }
    }

    private (double OfLargest, double Norm) Compare(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (largest, worst, power, error) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - (double)actual[i]);
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, difference);
            power += (double)expected[i] * expected[i];
            error += difference * difference;
        }

        var norm = Math.Sqrt(error / power);
        output.WriteLine($"{name}: {worst / largest:P2} of the largest, {norm:P2} by norm");
        return (worst / largest, norm);
    }
}
