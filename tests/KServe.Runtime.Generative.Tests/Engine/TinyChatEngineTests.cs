using System.Text.Json;
using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Engine;

/// <summary>The trained chat model through tokenizer, engine and decoder, against the reference's answers.</summary>
public sealed class TinyChatEngineTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    private readonly ComputePool _pool = new(2);
    private readonly JsonDocument _expected =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));

    private JsonElement[] Cases => [.. _expected.RootElement.GetProperty("greedy").EnumerateArray()];

    public void Dispose()
    {
        _expected.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task Submit_OneAfterTheOther_AnswersWithTheReferencesTextAndReason()
    {
        await using var engine = Start(new EngineOptions());
        foreach (var golden in Cases)
        {
            var answer = await ReadAsync(Submit(engine, golden, ignoreEnd: false));
            Assert.Equal(golden.GetProperty("text_until_stop").GetString(), answer.Text);
            Assert.Equal(
                golden.GetProperty("finish_reason").GetString(), answer.FinishReason.ToString(), ignoreCase: true);
        }
    }

    [Theory]
    [InlineData(512, 0, 1024)]
    [InlineData(96, 7, 1024)]
    [InlineData(64, 0, 60)]
    public async Task Submit_64AtOnce_AnswerWithTheReferencesTokens(int budget, int piece, int blocks)
    {
        // In a batch; in pieces of seven tokens; in a cache for a few of them, so that answers lose it and get it again.
        var options = new EngineOptions { MaxBatchedTokens = budget, MaxPromptTokensPerStep = piece };
        await using var engine = Start(options, blocks);
        var cases = Cases;
        var all = Enumerable.Range(0, 64)
            .Select(i => Submit(engine, cases[i % cases.Length], ignoreEnd: true))
            .ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            await CheckAsync(all[i], cases[i % cases.Length]);
        }

        // Again: the beginnings of the long prompts come from the cache now, unless they had to go.
        var longest = cases.MaxBy(static golden => golden.GetProperty("prompt_ids").GetArrayLength());
        var again = Submit(engine, longest, ignoreEnd: true);
        await CheckAsync(again, longest);
        Assert.True(blocks < 100 || again.CachedTokens >= 128);
        Assert.Equal(blocks < 100, all.Any(static one => one.Sequences[0].Preemptions > 0));
        await engine.StopAsync();
        Assert.Equal(blocks, engine.Gauges.FreeBlocks);
    }

    [Fact]
    public async Task Submit_SameSeedBesideOthers_AnswersTheSame()
    {
        await using var engine = Start(new EngineOptions());
        var cases = Cases[..8];
        var sampling = new SamplingParameters { Seed = 11, MaxTokens = 24, Temperature = 2, MinP = 0.001f, Count = 2 };
        List<int[]> alone = [];
        foreach (var golden in cases)
        {
            alone.AddRange(await ReadAllAsync(engine.Submit(Request(golden, sampling))));
        }

        var together = cases.Select(golden => engine.Submit(Request(golden, sampling))).ToArray();
        List<int[]> answers = [];
        foreach (var generation in together)
        {
            answers.AddRange(await ReadAllAsync(generation));
        }

        Assert.Equal(alone, answers);
        Assert.True(answers.Select(static answer => string.Join(' ', answer)).Distinct().Count() > 10);
    }

    [Fact]
    public async Task Submit_StopText_CutsTheAnswer()
    {
        await using var engine = Start(new EngineOptions());
        var golden = Cases[0];
        var sampling = new SamplingParameters { Temperature = 0, MaxTokens = 64, Stop = [" is P", "zebra"] };
        var answer = await ReadAsync(engine.Submit(Request(golden, sampling)));
        Assert.Equal("The capital of France", answer.Text);
        Assert.Equal(FinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task Submit_Logprobs_AreTheReferences()
    {
        await using var engine = Start(new EngineOptions());
        var golden = Cases[0];
        var sampling = new SamplingParameters { Temperature = 0, MaxTokens = 64, Logprobs = 0, IgnoresEndOfSequence = true };
        var answer = await ReadAsync(engine.Submit(Request(golden, sampling)));
        var expected = golden.GetProperty("logprobs").EnumerateArray().Select(static one => one.GetDouble()).ToArray();
        Assert.Equal(64, expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], answer.Logprobs[i].Chosen.Logprob, 1e-3);
        }
    }

    private static EngineRequest Request(JsonElement golden, SamplingParameters sampling) =>
        new() { Prompt = ArchitectureGolden.Ids(golden, "prompt_ids"), Sampling = sampling };

    private static Generation Submit(GenerationEngine engine, JsonElement golden, bool ignoreEnd) => engine.Submit(
        Request(golden, new SamplingParameters { Temperature = 0, MaxTokens = 64, IgnoresEndOfSequence = ignoreEnd }));

    private static async Task CheckAsync(Generation generation, JsonElement golden)
    {
        var answer = await ReadAsync(generation);
        Assert.Equal(ArchitectureGolden.Ids(golden, "ids_64_ignoring_eos"), answer.Tokens);
    }

    private static async Task<Answer> ReadAsync(Generation generation)
    {
        var answer = new Answer();
        while (await generation.WaitToReadAsync())
        {
            var chunk = generation.Read();
            for (var i = 0; i < chunk.Tokens.Length; i++)
            {
                TestEngine.Add(answer, in chunk.Tokens[i], chunk.GetText(in chunk.Tokens[i]));
            }
        }

        return answer;
    }

    private static async Task<int[][]> ReadAllAsync(Generation generation)
    {
        List<int>[] answers = [.. generation.Sequences.Select(static _ => new List<int>())];
        while (await generation.WaitToReadAsync())
        {
            foreach (var token in generation.Read().Tokens.ToArray())
            {
                answers[token.Index].Add(token.Token);
            }
        }

        return [.. answers.Select(static answer => answer.ToArray())];
    }

    private GenerationEngine Start(EngineOptions options, int blocks = 1024)
    {
        var load = new CausalModelOptions
        {
            BlockCount = blocks,
            CacheFormat = KvFormat.F32,
            Precision = WeightPrecision.None,
        };
        var context = new EngineContext
        {
            ModelName = "tiny-chat",
            Options = options,
            EndTokens = [2, 0],
            Text = new TokenizerText(Tokenizer.Load(Path.Combine(Folder, "tokenizer.json"))),
        };
        return new GenerationEngine(CausalModelLoader.Load(WeightStore.Open(Folder), load, _pool), context);
    }
}
