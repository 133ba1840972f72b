namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class CompletionTests : OpenAiTest
{
    [Fact]
    public async Task Post_ManyPrompts_NumbersChoicesOverAll()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.PostAsync(
            Completions, """{"model":"chat","prompt":["a b","c d e"],"n":2}""");
        var answer = Parse(body);
        Assert.Equal(
            [(0, "a b"), (1, "a b"), (2, "c d e"), (3, "c d e")],
            answer.GetProperty("choices").EnumerateArray().Select(static choice =>
                (choice.GetProperty("index").GetInt32(), choice.GetProperty("text").GetString()!)));
        var usage = answer.GetProperty("usage");
        Assert.Equal(5, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(10, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(2, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_ManyPromptsStreamed_EndsEachChoiceOnce()
    {
        await using var server = await StartAsync();
        var prompts = string.Join(',', Enumerable.Range(0, 40).Select(static i => $"\"p{i} q r s\""));
        var (_, body) = await server.PostAsync(
            Completions, $$"""{"model":"chat","prompt":[{{prompts}}],"stream":true}""");
        var pieces = ReadEvents(body).SelectMany(static one => one.GetProperty("choices").EnumerateArray())
            .ToLookup(static piece => piece.GetProperty("index").GetInt32());
        Assert.Equal(40, pieces.Count);
        foreach (var choice in pieces)
        {
            Assert.Equal(
                $"p{choice.Key} q r s", string.Concat(choice.Select(static piece => piece.GetProperty("text").GetString())));
            Assert.Equal("stop", choice.Last().GetProperty("finish_reason").GetString());
        }
    }

    [Fact]
    public async Task Post_Echo_BeginsWithThePrompt()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.PostAsync(Completions, """{"model":"chat","prompt":"x y","echo":true}""");
        Assert.Equal("x yx y", Parse(body).GetProperty("choices")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Post_Logprobs_AreWrittenAsOpenAiDoes()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => LikelyAsync()));
        var (_, body) = await server.PostAsync(Completions, """{"model":"chat","prompt":"x","logprobs":2}""");
        Assert.Equal(
            """
            {"tokens":["he","llo"],"token_logprobs":[-0.5,-9999],"top_logprobs":[{"he":-0.5,"she":-1},{"llo":-9999}],"text_offset":[0,2]}
            """,
            Parse(body).GetProperty("choices")[0].GetProperty("logprobs").GetRawText());
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> LikelyAsync()
    {
        await Task.Yield();
        yield return new TextGenerationUpdate
        {
            Text = "hello",
            Logprobs =
            [
                new TextLogprob(1, "he", "he"u8.ToArray(), -0.5f)
                {
                    Top = [new(1, "he", "he"u8.ToArray(), -0.5f), new(2, "she", "she"u8.ToArray(), -1)],
                },
                new TextLogprob(3, "llo", "llo"u8.ToArray(), float.NegativeInfinity),
            ],
            FinishReason = GenerationFinishReason.Length,
        };
    }
}
