using System.Text.Json;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds the trained chat model against the reference.</summary>
public sealed class TinyChatTests
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
    public void Greedy_EveryPrompt_EqualsTheReference()
    {
        using var expected = Read("expected.json");
        using var decoding = new Decoding(Folder, threads: 2);
        foreach (var golden in expected.RootElement.GetProperty("greedy").EnumerateArray())
        {
            var answer = decoding.Greedy(ArchitectureGolden.Ids(golden, "prompt_ids"), 64);

            Assert.Equal(ArchitectureGolden.Ids(golden, "ids_64_ignoring_eos"), answer);
        }
    }

    // What llama.cpp answers is computed with inputs quantized too, and another rounding may choose another token where
    // two are close; its own answers differ there from those of the unquantized model.
    [Theory]
    [InlineData("tiny-chat-q8_0.gguf", 0.1)]
    [InlineData("tiny-chat-q4_k_m.gguf", 1.0)]
    public void Forward_Gguf_IsNearToLlamaCpp(string file, double tolerance)
    {
        using var expected = Read("expected.json");
        using var golden = Read("gguf_expected.json");
        using var decoding = new Decoding(Path.Combine(Folder, file), threads: 2);
        var prompts = expected.RootElement.GetProperty("greedy").EnumerateArray()
            .ToDictionary(static prompt => prompt.GetProperty("name").GetString()!, StringComparer.Ordinal);
        foreach (var answer in golden.RootElement.GetProperty("files").GetProperty(file).GetProperty("cases").EnumerateArray())
        {
            var ids = ArchitectureGolden.Ids(prompts[answer.GetProperty("name").GetString()!], "prompt_ids");
            var logits = decoding.Logits(ids).AsSpan(^decoding.Model.VocabularySize..);

            var best = answer.GetProperty("top10_logprobs").EnumerateArray().First();
            Assert.Equal(
                best[1].GetDouble(), Decoding.LogProbability(logits, best[0].GetInt32()), tolerance);
        }
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
