using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds the encoder-decoder against the reference, and its steps against each other.</summary>
public sealed class T5GoldenTests
{
    private const double Tolerance = 2e-4;

    [Fact]
    public void Decode_Golden_EqualsTheReference()
    {
        using var golden = ArchitectureGolden.Open("t5");
        using var pool = new ComputePool(2);
        using var model = T5Builder.Load(WeightStore.Open(golden.Folder), WeightPrecision.None, pool);
        foreach (var expected in golden.Cases)
        {
            var session = model.Encode(ArchitectureGolden.Ids(expected, "input_ids"));
            AssertNear(golden.Tensor(expected, "encoder_last_hidden_state"), session.States);

            var start = ArchitectureGolden.Ids(expected, "decoder_input_ids");
            var logits = new float[start.Length * model.VocabularySize];
            session.Decode(start, logits);
            AssertNear(golden.Tensor(expected, "logits"), logits);
            Assert.Equal(ArchitectureGolden.Ids(expected, "greedy_12_ignoring_eos"), Greedy(model, session, expected));
        }
    }

    [Fact]
    public void Decode_TokenByToken_GivesTheSameBits()
    {
        int[] text = [276, 62, 262, 9, 327, 383, 1];
        int[] answer = [0, 379, 300, 216, 104, 7, 9, 11];
        using var pool = new ComputePool(1);
        using var model = T5Builder.Load(
            WeightStore.Open(ArchitectureGolden.PathOf("t5")), WeightPrecision.None, pool);
        var whole = new float[answer.Length * model.VocabularySize];
        var steps = new float[answer.Length * model.VocabularySize];
        model.Encode(text).Decode(answer, whole);

        var session = model.Encode(text);
        for (var i = 0; i < answer.Length; i++)
        {
            session.Decode(answer.AsSpan(i, 1), steps.AsSpan(i * model.VocabularySize));
        }

        Assert.Equal(whole, steps);
    }

    [Theory]
    [InlineData(384, 384)]
    [InlineData(-1, 384)]
    [InlineData(1, 383)]
    public void Decode_WrongTokenOrSpace_Throws(int token, int space)
    {
        using var pool = new ComputePool(1);
        using var model = T5Builder.Load(
            WeightStore.Open(ArchitectureGolden.PathOf("t5")), WeightPrecision.None, pool);
        var session = model.Encode([5, 1]);

        Assert.Throws<ArgumentException>(() => session.Decode([token], new float[space]));
    }

    private static int[] Greedy(T5Model model, T5Session first, System.Text.Json.JsonElement expected)
    {
        Assert.Equal(ArchitectureGolden.Ids(expected, "decoder_input_ids").Length, first.Length);
        var session = model.Encode(ArchitectureGolden.Ids(expected, "input_ids"));
        var logits = new float[model.VocabularySize];
        List<int> answer = [0];
        while (answer.Count <= 12)
        {
            session.Decode([answer[^1]], logits);
            answer.Add(Decoding.Best(logits));
        }

        return [.. answer.Skip(1)];
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
