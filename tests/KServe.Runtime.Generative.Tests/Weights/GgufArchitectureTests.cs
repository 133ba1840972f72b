using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Serving.Encoders;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Gguf;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Holds models that were written as GGUF against the reference of their safetensors.</summary>
public sealed class GgufArchitectureTests : IDisposable
{
    private const double Tolerance = 2e-4;
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-gguf-").FullName;
    private readonly ComputePool _pool = new(1);

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("gpt-neox")]
    public void Forward_Decoder_EqualsTheReference(string name)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var decoding = new Decoding(Write(golden.Folder));
        foreach (var expected in golden.Cases)
        {
            var ids = ArchitectureGolden.Ids(expected, "input_ids");
            AssertNear(golden.Tensor(expected, "logits"), decoding.Logits(ids));
            Assert.Equal(ArchitectureGolden.Ids(expected, "greedy_16_ignoring_eos"), decoding.Greedy(ids, 16));
        }
    }

    [Theory]
    [InlineData("bert", nameof(EncoderTask.HiddenStates))]
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.Embedding))]
    [InlineData("bert-sequence-classification", nameof(EncoderTask.SequenceClassification))]
    [InlineData("xlm-roberta-reranker", nameof(EncoderTask.SequenceClassification))]
    public void Forward_Encoder_GivesTheBitsOfItsSafetensors(string name, string task)
    {
        var asked = Enum.Parse<EncoderTask>(task);
        using var golden = ArchitectureGolden.Open(name);
        using var model = EncoderLoader.Load(Open(golden.Folder), asked, WeightPrecision.None, _pool);
        using var reference = EncoderLoader.Load(
            WeightStore.Open(golden.Folder), asked, WeightPrecision.None, _pool);
        foreach (var expected in golden.Cases)
        {
            foreach (var ids in ArchitectureGolden.Rows(expected, "input_ids"))
            {
                Assert.Equal(Run(reference, ids), Run(model, ids));
            }
        }
    }

    [Fact]
    public void Decode_T5_GivesTheBitsOfItsSafetensors()
    {
        var folder = GgufConversion.CopyT5(Path.Combine(_folder, "t5"));
        using var model = T5Builder.Load(Open(folder), WeightPrecision.None, _pool);
        using var reference = T5Builder.Load(WeightStore.Open(folder), WeightPrecision.None, _pool);
        int[] text = [.. Enumerable.Range(4, 60), 1];
        int[] answer = [0, 379, 300, 216, 104, 7, 9, 11];
        var expected = new float[answer.Length * model.VocabularySize];
        var actual = new float[expected.Length];
        reference.Encode(text).Decode(answer, expected);
        model.Encode(text).Decode(answer, actual);
        Assert.Equal(expected, actual);
        Assert.True(expected.Max() > 0.1f);
    }

    [Theory]
    [InlineData("bert", null, LanguageModelTask.TextEmbedding, null)]
    [InlineData("bert", 1u, LanguageModelTask.TextEmbedding, PoolingMode.Mean)]
    [InlineData("bert", 2u, LanguageModelTask.TextEmbedding, PoolingMode.FirstToken)]
    [InlineData("bert-sequence-classification", null, LanguageModelTask.SequenceClassification, null)]
    [InlineData("xlm-roberta-reranker", 4u, LanguageModelTask.SequenceClassification, null)]
    [InlineData("gpt2", null, LanguageModelTask.TextGeneration, null)]
    [InlineData("t5", null, LanguageModelTask.Text2TextGeneration, null)]
    internal void ReadConfiguration_File_TellsTaskAndPooling(
        string name, uint? pooling, LanguageModelTask task, PoolingMode? mode)
    {
        var builder = GgufConversion.Convert(ArchitectureGolden.PathOf(name));
        if (pooling is { } type)
        {
            builder.UInt32("bert.pooling_type", type);
        }

        using var store = GgufStore.Open(new MemorySource("x.gguf", builder.Build()));
        var model = store.ReadConfiguration();
        Assert.Equal(task, EncoderTasks.Get(model, LanguageModelTask.Auto));
        Assert.Equal(mode, model.Pooling?.Mode);
        if (name == "bert-sequence-classification")
        {
            Assert.Equal(["negative", "neutral", "positive"], model.Labels);
        }
    }

    [Fact]
    public void ReadConfiguration_UnknownPooling_IsRefused()
    {
        var builder = GgufConversion.Convert(ArchitectureGolden.PathOf("bert")).UInt32("bert.pooling_type", 9);
        using var store = GgufStore.Open(new MemorySource("x.gguf", builder.Build()));
        var error = Assert.Throws<InferenceException>(store.ReadConfiguration);
        Assert.Contains("bert.pooling_type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_GatedT5_HasGateAndWhatItGates()
    {
        var names = GgufNameTable.T5(isGated: true);
        Assert.Equal("encoder.block.11.layer.1.DenseReluDense.wi_0.weight", names.Translate("enc.blk.11.ffn_gate.weight"));
        Assert.Equal("decoder.block.2.layer.2.DenseReluDense.wi_1.weight", names.Translate("dec.blk.2.ffn_up.weight"));
        Assert.Equal("rope_freqs.weight", names.Translate("rope_freqs.weight"));
    }

    private string Write(string folder)
    {
        var path = Path.Combine(_folder, "model.gguf");
        File.WriteAllBytes(path, GgufConversion.Convert(folder).Build());
        return path;
    }

    private WeightStore Open(string folder) => WeightStore.Open(Write(folder));

    private static float[] Run(EncoderModel model, int[] ids)
    {
        var batch = new EncoderBatch();
        batch.Add(ids);
        var result = new float[model.OutputRows(batch) * model.OutputWidth];
        model.Forward(batch, result);
        return result;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance + (Tolerance * Math.Abs(expected[i])));
        }
    }
}
