using System.Text.Json;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds every encoder and head against the reference, alone and in batches.</summary>
public sealed class EncoderGoldenTests(ITestOutputHelper output)
{
    private const double Tolerance = 2e-4;

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
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    [InlineData("minilm-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.HiddenStates), "last_hidden_state")]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.Embedding), "sentence_embedding")]
    public void Forward_Golden_EqualsTheReference(string name, string task, string field)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var pool = new ComputePool(2);
        using var model = Load(golden, Enum.Parse<EncoderTask>(task), pool);
        foreach (var expected in golden.Cases)
        {
            var worst = Check(model, expected, golden.Tensor(expected, field), 0, model.OutputWidth);
            output.WriteLine($"{expected.GetProperty("name").GetString()}: {worst:E1} of the largest number");
        }
    }

    [Fact]
    public void Forward_QuestionAnswering_EqualsTheReference()
    {
        using var golden = ArchitectureGolden.Open("bert-question-answering");
        using var pool = new ComputePool(1);
        using var model = Load(golden, EncoderTask.QuestionAnswering, pool);
        foreach (var expected in golden.Cases)
        {
            Check(model, expected, golden.Tensor(expected, "start_logits"), 0, 1);
            Check(model, expected, golden.Tensor(expected, "end_logits"), 1, 1);
        }
    }

    [Theory]
    [InlineData("bert", nameof(EncoderTask.HiddenStates))]
    [InlineData("mpnet-sentence-embedding", nameof(EncoderTask.Embedding))]
    [InlineData("modernbert", nameof(EncoderTask.MaskedTokens))]
    public void Forward_InABatchOnThreads_GivesTheBitsOfEachAlone(string name, string task)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var alonePool = new ComputePool(1);
        using var pool = new ComputePool(3);
        using var alone = Load(golden, Enum.Parse<EncoderTask>(task), alonePool);
        using var together = Load(golden, Enum.Parse<EncoderTask>(task), pool);
        int[][] sequences = [[2, 9, 8, 3], [.. Enumerable.Range(4, 60)], [5]];
        var batch = new EncoderBatch();
        List<float> expected = [];
        foreach (var sequence in sequences)
        {
            batch.Clear();
            batch.Add(sequence);
            expected.AddRange(Run(alone, batch));
        }

        batch.Clear();
        Array.ForEach(sequences, sequence => batch.Add(sequence));

        Assert.Equal([.. expected], Run(together, batch));
    }

    [Theory]
    [InlineData(384, 0, 3)]
    [InlineData(-1, 0, 3)]
    [InlineData(5, 2, 3)]
    [InlineData(5, 0, 65)]
    public void Forward_WrongTokens_Throws(int token, int tokenType, int length)
    {
        using var golden = ArchitectureGolden.Open("bert");
        using var pool = new ComputePool(1);
        using var model = Load(golden, EncoderTask.HiddenStates, pool);
        var batch = new EncoderBatch();
        batch.Add([.. Enumerable.Repeat(token, length)], [.. Enumerable.Repeat(tokenType, length)]);

        Assert.Throws<ArgumentException>(() => Run(model, batch));
    }

    [Fact]
    public void Load_HeadThatTheModelLacks_Throws()
    {
        using var golden = ArchitectureGolden.Open("bert");
        using var pool = new ComputePool(1);

        Assert.Throws<InferenceException>(() => Load(golden, EncoderTask.QuestionAnswering, pool));
    }

    private static EncoderModel Load(ArchitectureGolden golden, EncoderTask task, ComputePool pool) =>
        EncoderLoader.Load(WeightStore.Open(golden.Folder), task, WeightPrecision.None, pool);

    private static float[] Run(EncoderModel model, EncoderBatch batch)
    {
        var result = new float[model.OutputRows(batch) * model.OutputWidth];
        model.Forward(batch, result);
        return result;
    }

    /// <summary>Runs a batch without its padding and compares what the reference has for the rest.</summary>
    private static double Check(EncoderModel model, JsonElement expected, float[] tensor, int column, int columns)
    {
        var ids = ArchitectureGolden.Rows(expected, "input_ids");
        var masks = ArchitectureGolden.Rows(expected, "attention_mask");
        var types = expected.TryGetProperty("token_type_ids", out _)
            ? ArchitectureGolden.Rows(expected, "token_type_ids")
            : null;
        var batch = new EncoderBatch();
        for (var i = 0; i < ids.Length; i++)
        {
            var count = masks[i].Sum();
            batch.Add(ids[i].AsSpan(0, count), types is null ? default : types[i].AsSpan(0, count));
        }

        var result = Run(model, batch);
        var (worst, largest, row) = (0.0, tensor.Max(MathF.Abs), 0);
        for (var i = 0; i < ids.Length; i++)
        {
            var rows = model.Head.IsPerToken ? masks[i].Sum() : 1;
            var stride = model.Head.IsPerToken ? ids[i].Length : 1;
            for (var j = 0; j < rows; j++, row++)
            {
                for (var k = 0; k < columns; k++)
                {
                    var wanted = tensor[(((i * stride) + j) * columns) + k];
                    var actual = result[(row * model.OutputWidth) + column + k];
                    Assert.Equal(wanted, actual, Tolerance + (Tolerance * Math.Abs(wanted)));
                    worst = Math.Max(worst, Math.Abs(wanted - (double)actual) / largest);
                }
            }
        }

        return worst;
    }
}
