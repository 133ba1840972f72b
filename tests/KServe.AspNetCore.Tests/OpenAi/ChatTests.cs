using System.Net;
using System.Text.Json;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class ChatTests : OpenAiTest
{
    [Theory]
    [InlineData(Chat)]
    [InlineData("/v1/chat/completions")]
    public async Task Post_Messages_AnswersAsOpenAi(string path)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(
            path, """{"model":"chat","messages":[{"role":"user","content":"say <this> again"}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = Parse(body);
        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("chat", answer.GetProperty("model").GetString());
        Assert.True(answer.GetProperty("created").GetInt64() > 0);
        Assert.Equal(
            """
            [{"index":0,"message":{"role":"assistant","content":"say <this> again","refusal":null},"logprobs":null,"finish_reason":"stop","stop_reason":null}]
            """,
            answer.GetProperty("choices").GetRawText());
        Assert.Equal(
            """
            {"prompt_tokens":3,"completion_tokens":3,"total_tokens":6,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":0}}
            """,
            answer.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Post_ManyChoices_KeepsThemApart()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.PostAsync(
            Chat, """{"model":"chat","n":3,"messages":[{"role":"user","content":"a b c"}]}""");
        var choices = Parse(body).GetProperty("choices").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2], choices.Select(static choice => choice.GetProperty("index").GetInt32()));
        Assert.All(choices, static choice =>
            Assert.Equal("a b c", choice.GetProperty("message").GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Post_Stream_SaysTheSameInPieces()
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(
            Chat,
            """
            {"model":"chat","n":2,"stream":true,"stream_options":{"include_usage":true},
             "messages":[{"role":"user","content":"one two three"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, status);
        var events = ReadEvents(body);
        Assert.Single(events.Select(static one => one.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal));
        Assert.All(events, static one => Assert.Equal("chat.completion.chunk", one.GetProperty("object").GetString()));
        for (var choice = 0; choice < 2; choice++)
        {
            var pieces = events.SelectMany(static one => one.GetProperty("choices").EnumerateArray())
                .Where(piece => piece.GetProperty("index").GetInt32() == choice)
                .ToArray();
            Assert.Equal("assistant", pieces[0].GetProperty("delta").GetProperty("role").GetString());
            Assert.Equal("one two three", string.Concat(pieces.Select(static piece =>
                piece.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")));
            Assert.Equal("stop", pieces[^1].GetProperty("finish_reason").GetString());
            Assert.All(pieces[..^1], static piece =>
                Assert.Equal(JsonValueKind.Null, piece.GetProperty("finish_reason").ValueKind));
        }

        Assert.Empty(events[^1].GetProperty("choices").EnumerateArray());
        Assert.Equal(6, events[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.All(events.SkipLast(1), static one =>
            Assert.Equal(JsonValueKind.Null, one.GetProperty("usage").ValueKind));
    }

    [Fact]
    public async Task Post_StreamWithoutOptions_TellsNoUsage()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.PostAsync(
            Chat, """{"model":"chat","stream":true,"messages":[{"role":"user","content":"x"}]}""");
        Assert.DoesNotContain("usage", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ToolCalls_AreJoinedOrStreamed()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => CallAsync()));
        const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"weather?\"}]";
        var (_, whole) = await server.PostAsync(Chat, $$"""{"model":"chat",{{Messages}}}""");
        var choice = Parse(whole).GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(
            """
            {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}}]}
            """,
            choice.GetProperty("message").GetRawText());

        var (_, stream) = await server.PostAsync(Chat, $$"""{"model":"chat","stream":true,{{Messages}}}""");
        var calls = ReadEvents(stream).SelectMany(static one => one.GetProperty("choices").EnumerateArray())
            .Where(static piece => piece.GetProperty("delta").TryGetProperty("tool_calls", out _))
            .Select(static piece => piece.GetProperty("delta").GetProperty("tool_calls")[0])
            .ToArray();
        Assert.Equal("call_1", calls[0].GetProperty("id").GetString());
        Assert.False(calls[1].TryGetProperty("id", out _));
        Assert.Equal("""{"city":"Rome"}""", string.Concat(calls.Select(static call =>
            call.GetProperty("function").GetProperty("arguments").GetString())));
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> CallAsync()
    {
        yield return new TextGenerationUpdate
        {
            ToolCalls = [new ToolCallUpdate(0, "{\"city\":") { Id = "call_1", Name = "get_weather" }],
        };
        await Task.Yield();
        yield return new TextGenerationUpdate
        {
            ToolCalls = [new ToolCallUpdate(0, "\"Rome\"}")],
            FinishReason = GenerationFinishReason.ToolCalls,
            Usage = new TextGenerationUsage(4, 9, 0),
        };
    }
}
