using System.Text.Json;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds the trained chat model against the reference.</summary>
public sealed class TinyChatTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    [Fact]
    public void Forward_AllPositionsOfOnePrompt_EqualTheReference()
    {
        using var expected = Read("expected.json");
        var full = expected.RootElement.GetProperty("logits_full");
        var name = full.GetProperty("case").GetString();
        var prompt = expected.RootElement.GetProperty("logits").EnumerateArray()
            .Single(golden => golden.GetProperty("name").GetString() == name);
        var numbers = ReadNumpy(Path.Combine(Folder, "logits_full.npy"));
        using var decoding = new Decoding(Folder);

        var logits = decoding.Logits(ArchitectureGolden.Ids(prompt, "ids"));

        Assert.Equal(numbers.Length, logits.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(numbers[i], logits[i], 1e-3);
        }
    }

    [Fact]
    public void Forward_Prompts_EqualTheReference()
    {
        using var expected = Read("expected.json");
        using var decoding = new Decoding(Folder, threads: 2);
        var size = decoding.Model.VocabularySize;
        foreach (var golden in expected.RootElement.GetProperty("logits").EnumerateArray())
        {
            var ids = ArchitectureGolden.Ids(golden, "ids");
            var logits = decoding.Logits(ids);

            foreach (var top in golden.GetProperty("top20").EnumerateArray())
            {
                Assert.Equal(top[1].GetDouble(), logits[^size..][top[0].GetInt32()], 1e-3);
            }

            foreach (var top in golden.GetProperty("top20_logprobs").EnumerateArray())
            {
                Assert.Equal(
                    top[1].GetDouble(), Decoding.LogProbability(logits.AsSpan(^size..), top[0].GetInt32()), 1e-3);
            }

            var place = 0;
            foreach (var logprob in golden.GetProperty("prompt_logprobs").EnumerateArray())
            {
                if (place > 0)
                {
                    var row = logits.AsSpan((place - 1) * size, size);
                    Assert.Equal(logprob.GetDouble(), Decoding.LogProbability(row, ids[place]), 1e-3);
                }

                place++;
            }
        }
    }

    [Fact]
    public void Greedy_EveryPromptInOneBatch_EqualsTheReference()
    {
        using var expected = Read("expected.json");
        using var decoding = new Decoding(Folder, threads: 2, options => options with { BlockCount = 512 });
        var prompts = expected.RootElement.GetProperty("greedy").EnumerateArray().ToArray();

        var answers = decoding.GreedyTogether(
            [.. prompts.Select(static prompt => ArchitectureGolden.Ids(prompt, "prompt_ids"))], 64);

        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(ArchitectureGolden.Ids(prompts[i], "ids_64_ignoring_eos"), answers[i]);
        }
    }

    // What llama.cpp answers is computed with inputs in 8 bits too, and another rounding may choose another token where
    // two are close; so a few answers may differ, as its own do from those of the unquantized model.
    [Theory]
    [InlineData("tiny-chat-q8_0.gguf", WeightPrecision.Auto, 31)]
    [InlineData("tiny-chat-q4_k_m.gguf", WeightPrecision.Auto, 28)]
    public void Greedy_Gguf_EqualsLlamaCpp(string file, WeightPrecision precision, int atLeast)
    {
        using var expected = Read("expected.json");
        using var golden = Read("gguf_expected.json");
        using var decoding = new Decoding(
            Path.Combine(Folder, file),
            threads: 2,
            options => options with { BlockCount = 512, Precision = precision });
        var prompts = expected.RootElement.GetProperty("greedy").EnumerateArray().ToDictionary(
            static prompt => prompt.GetProperty("name").GetString()!,
            static prompt => ArchitectureGolden.Ids(prompt, "prompt_ids"),
            StringComparer.Ordinal);
        var wanted = golden.RootElement.GetProperty("files").GetProperty(file).GetProperty("cases")
            .EnumerateArray().ToArray();

        var answers = decoding.GreedyTogether(
            [.. wanted.Select(answer => prompts[answer.GetProperty("name").GetString()!])], 64);

        var equal = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var ids = ArchitectureGolden.Ids(wanted[i], "ids_until_stop");
            equal += ids.AsSpan().StartsWith(answers[i].AsSpan(0, Math.Min(64, ids.Length))) ? 1 : 0;
        }

        output.WriteLine($"{equal} of {wanted.Length} answers are equal");
        Assert.InRange(equal, atLeast, wanted.Length);
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));

    private static float[] ReadNumpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        var numbers = new float[(bytes.Length - start) / sizeof(float)];
        Buffer.BlockCopy(bytes, start, numbers, 0, numbers.Length * sizeof(float));
        return numbers;
    }
}
