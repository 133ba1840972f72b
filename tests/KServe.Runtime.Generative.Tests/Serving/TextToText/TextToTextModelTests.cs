using KServe.Runtime.Generative.Serving.TextToText;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Tests.Models;

namespace KServe.Runtime.Generative.Tests.Serving.TextToText;

public sealed class TextToTextModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GenerateAsync_Golden_GivesTheReferencesTokens()
    {
        await using var model = await LoadAsync();
        using var golden = ArchitectureGolden.Open("t5");
        foreach (var expected in golden.Cases)
        {
            var prompt = ArchitectureGolden.Ids(expected, "input_ids");
            var updates = await RunAsync(model, Request(prompt, 12));
            Assert.Equal(
                ArchitectureGolden.Ids(expected, "greedy_12_ignoring_eos"),
                updates.SelectMany(static update => update.TokenIds));
            Assert.Equal(GenerationFinishReason.Length, updates[^1].FinishReason);
            Assert.Equal(new TextGenerationUsage(prompt.Length, 12, 0), updates[^1].Usage);
        }
    }

    [Fact]
    public async Task GenerateAsync_ManyAtOnce_AreWhatEachIsAlone()
    {
        await using var model = await LoadAsync();
        var requests = Enumerable.Range(0, 6).Select(static i => Request([20 + (7 * i), 30 + i, 1], 8) with
        {
            Sampling = new SamplingParameters { MaxTokens = 8, Seed = i, Temperature = 1.5f, IgnoresEndOfSequence = true },
        }).ToArray();
        var together = await Task.WhenAll(requests.Select(request => RunAsync(model, request)));
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = await RunAsync(model, requests[i]);
            Assert.Equal(
                alone.SelectMany(static update => update.TokenIds),
                together[i].SelectMany(static update => update.TokenIds));
        }
    }

    [Fact]
    public async Task GenerateAsync_Choices_EndOnceEach()
    {
        await using var model = await LoadAsync();
        var request = Request([50, 60, 1], 4);
        request = request with { Sampling = request.Sampling with { Count = 3, Temperature = 1, Seed = 5, Logprobs = 2 } };
        var updates = await RunAsync(model, request);
        Assert.Equal([0, 1, 2], updates.Where(static one => one.FinishReason is not null).Select(static one => one.Choice));
        Assert.Equal(12, updates[^1].Usage!.Value.CompletionTokens);
        Assert.All(updates, static one => Assert.Equal(2, Assert.Single(one.Logprobs).Top.Count));
    }

    [Fact]
    public async Task GenerateAsync_StopText_EndsTheAnswerBeforeIt()
    {
        await using var model = await LoadAsync();
        var free = string.Concat((await RunAsync(model, Request([276, 62, 262, 9, 327, 383, 1], 12)))
            .Select(static one => one.Text));
        Assert.True(free.Length > 4, free);
        var stop = free[3..5];
        var request = Request([276, 62, 262, 9, 327, 383, 1], 12);
        var updates = await RunAsync(
            model, request with { Sampling = request.Sampling with { Stop = [stop] } });
        Assert.Equal(
            free[..free.IndexOf(stop, StringComparison.Ordinal)], string.Concat(updates.Select(static one => one.Text)));
        Assert.Equal((GenerationFinishReason.Stop, stop), (updates[^1].FinishReason!.Value, updates[^1].StopText));
    }

    [Fact]
    public async Task GenerateAsync_StopToken_EndsWithoutItsText()
    {
        await using var model = await LoadAsync();
        var request = Request([276, 62, 262, 9, 327, 383, 1], 12);
        var updates = await RunAsync(
            model, request with { Sampling = request.Sampling with { StopTokenIds = [231] } });
        var only = Assert.Single(updates);
        Assert.Equal(("", 231, GenerationFinishReason.Stop), (only.Text, only.StopTokenId, only.FinishReason));
    }

    [Fact]
    public async Task GenerateAsync_Wrong_IsNamed()
    {
        await using var model = await LoadAsync();
        var request = Request([1], 4);
        var prompt = await RefuseAsync(model, request with { Sampling = new SamplingParameters { PromptLogprobs = 1 } });
        Assert.Equal("prompt_logprobs", prompt.Parameter);
        var tooLong = await RefuseAsync(model, request with { TokenIds = [.. Enumerable.Repeat(5, 600)] });
        Assert.Equal("context_length_exceeded", tooLong.Reason);
        var chat = await RefuseAsync(model, new TextGenerationRequest { Messages = [new ChatMessage("user", "hi")] });
        Assert.Equal("messages", chat.Parameter);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_Ends()
    {
        await using var model = await LoadAsync();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in model.GenerateAsync(Request([5, 1], 400), cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task GenerateAsync_Text_GetsTheTokensThatEndIt()
    {
        await using var model = await LoadAsync();
        var tokens = model.Tokenize(new TextGenerationRequest { Text = "the weather is" });
        Assert.Equal(1, tokens[^1]);
        Assert.True(model.IsSpecial(1));
        Assert.False(model.IsSpecial(40));
    }

    private static TextGenerationRequest Request(int[] prompt, int tokens) => new()
    {
        TokenIds = prompt,
        ReturnsTokenIds = true,
        Sampling = new SamplingParameters { MaxTokens = tokens, Temperature = 0, IgnoresEndOfSequence = true },
    };

    private static async Task<List<TextGenerationUpdate>> RunAsync(TextToTextModel model, TextGenerationRequest request)
    {
        List<TextGenerationUpdate> updates = [];
        await foreach (var update in model.GenerateAsync(request, Token))
        {
            updates.Add(update);
        }

        return updates;
    }

    private static Task<InferenceException> RefuseAsync(TextToTextModel model, TextGenerationRequest request) =>
        Assert.ThrowsAsync<InferenceException>(() => RunAsync(model, request));

    private static async Task<TextToTextModel> LoadAsync()
    {
        var model = new TextToTextModel(
            ArchitectureGolden.PathOf("t5"),
            new LanguageModelOptions { Threads = 2 },
            new GenerationMetrics(null),
            TimeProvider.System);
        await model.LoadAsync(new ModelLoadContext { ModelName = "t5", ModelVersion = "1" }, Token);
        return model;
    }
}
