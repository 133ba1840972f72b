using System.Text.Json;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds every decoder against the reference: logits, log-probabilities, greedy answers.</summary>
public sealed class DecoderGoldenTests(ITestOutputHelper output)
{
    // The goldens' own bounds, which are tighter than 1e-3.
    private const double Tolerance = 2e-4;

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-linear-rope")]
    [InlineData("llama-yarn")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("mistral")]
    [InlineData("phi3")]
    [InlineData("gemma2")]
    [InlineData("gemma3-text")]
    [InlineData("mixtral")]
    [InlineData("qwen2-moe")]
    [InlineData("gpt2")]
    [InlineData("gpt-neox")]
    public void Forward_Golden_EqualsTheReference(string name)
    {
        using var golden = ArchitectureGolden.Open(name);
        using var decoding = new Decoding(golden.Folder);

        foreach (var expected in golden.Cases)
        {
            Check(decoding, golden, expected);
        }
    }

    [Fact]
    public void Forward_LoraAdapter_EqualsTheReference()
    {
        using var golden = ArchitectureGolden.Open("llama-lora");
        using var changed = new Decoding(
            ArchitectureGolden.PathOf("llama"), change: options => options with { AdapterFolder = golden.Folder });
        using var plain = new Decoding(ArchitectureGolden.PathOf("llama"));

        foreach (var expected in golden.Cases)
        {
            Check(changed, golden, expected);
        }

        foreach (var expected in golden.BaseCases)
        {
            var ids = ArchitectureGolden.Ids(expected, "input_ids");
            CheckTokens(plain, plain.Logits(ids), ids, expected);
        }
    }

    // The reference takes the factors by the length of the sequence and computes it anew when that crosses the trained
    // length. Here the length that a model is loaded for decides, so the two sides of the crossing are two models.
    [Fact]
    public void Forward_LongRope_EqualsTheReferenceOnBothSidesOfTheTrainedLength()
    {
        const int TrainedLength = 16;
        using var golden = ArchitectureGolden.Open("phi3-longrope");
        using var shorter = new Decoding(
            golden.Folder, change: options => options with { MaxSequenceLength = TrainedLength });
        using var longer = new Decoding(golden.Folder);

        foreach (var expected in golden.Cases)
        {
            var ids = ArchitectureGolden.Ids(expected, "input_ids");
            var side = ids.Length <= TrainedLength ? shorter : longer;
            AssertNear(golden.Tensor(expected, "logits"), side.Logits(ids));
            List<int> all = [.. ids];
            foreach (var next in ArchitectureGolden.Ids(expected, "greedy_16_ignoring_eos"))
            {
                side = all.Count <= TrainedLength ? shorter : longer;
                Assert.Equal(next, Decoding.Best(side.Logits([.. all]).AsSpan(^side.Model.VocabularySize..)));
                all.Add(next);
            }
        }
    }

    private static double AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(MathF.Abs);
        var worst = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance + (Tolerance * Math.Abs(expected[i])));
            worst = Math.Max(worst, Math.Abs(expected[i] - (double)actual[i]) / largest);
        }

        return worst;
    }

    private void Check(Decoding decoding, ArchitectureGolden golden, JsonElement expected)
    {
        var ids = ArchitectureGolden.Ids(expected, "input_ids");
        var logits = decoding.Logits(ids);
        var worst = AssertNear(golden.Tensor(expected, "logits"), logits);
        output.WriteLine($"{expected.GetProperty("name").GetString()}: {worst:E1} of the largest logit");

        CheckTokens(decoding, logits, ids, expected);
    }

    private static void CheckTokens(Decoding decoding, float[] logits, int[] ids, JsonElement expected)
    {
        var size = decoding.Model.VocabularySize;
        var place = 0;
        foreach (var expectedLogprob in expected.GetProperty("token_logprobs").EnumerateArray())
        {
            var row = logits.AsSpan(place * size, size);
            Assert.Equal(expectedLogprob.GetDouble(), Decoding.LogProbability(row, ids[++place]), 1e-3);
        }

        Assert.Equal(
            ArchitectureGolden.Ids(expected, "greedy_16_ignoring_eos"), decoding.Greedy(ids, 16));
    }
}
