using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

public sealed class CompletionWriterTests : AnswerWriterTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WriteEvents_AnyChat_SaysTheWholeInPiecesNoneOfThemEmpty(int choices)
    {
        var request = OpenAiJson.ReadChat(Encoding.UTF8.GetBytes($$"""
            {"model":"m","messages":[{"role":"user","content":"x"}],"n":{{choices}},"stream":true,"logprobs":true,"return_token_ids":true}
            """));
        for (var seed = 0; seed < 300; seed++)
        {
            var updates = new AnswerScript(seed).Make(choices, hasCalls: true);
            var whole = Parse(WriteWhole(request, updates)).GetProperty("choices");
            var pieces = ReadPieces(WriteStream(request, updates)).ToLookup(static one => one.GetProperty("index").GetInt32());
            for (var index = 0; index < choices; index++)
            {
                AssertSame(whole[index], [.. pieces[index]]);
            }
        }
    }

    [Fact]
    public void WriteEvents_AnyCompletion_SaysTheWholeInPiecesNoneOfThemEmpty()
    {
        var request = OpenAiJson.ReadCompletion(
            """{"model":"m","prompt":"x","n":2,"stream":true,"logprobs":0,"return_token_ids":true}"""u8.ToArray());
        for (var seed = 0; seed < 300; seed++)
        {
            var updates = new AnswerScript(seed).Make(2, hasCalls: false)
                .Select(static update => update with { Reasoning = null }).ToArray();
            var whole = Parse(WriteWhole(request, updates)).GetProperty("choices");
            var pieces = ReadPieces(WriteStream(request, updates)).ToLookup(static one => one.GetProperty("index").GetInt32());
            for (var index = 0; index < 2; index++)
            {
                Assert.Equal(
                    whole[index].GetProperty("text").GetString(),
                    string.Concat(pieces[index].Select(static one => one.GetProperty("text").GetString())));
                Assert.Equal(
                    Texts(whole[index].GetProperty("logprobs").GetProperty("tokens")),
                    pieces[index].SelectMany(static one => Texts(one.GetProperty("logprobs").GetProperty("tokens"))));
                Assert.All(pieces[index].SkipLast(1), static one => Assert.NotEqual("", one.GetProperty("text").GetString()));
            }
        }
    }

    private static void AssertSame(JsonElement whole, JsonElement[] pieces)
    {
        var deltas = pieces.Select(static one => one.GetProperty("delta")).ToArray();
        Assert.Equal("""{"role":"assistant","content":""}""", deltas[0].GetRawText());
        Assert.All(deltas[1..^1], static delta => Assert.NotEqual("{}", delta.GetRawText()));
        Assert.All(pieces[..^1], static one => Assert.Equal(JsonValueKind.Null, one.GetProperty("finish_reason").ValueKind));
        var message = whole.GetProperty("message");
        Assert.Equal(message.GetProperty("content").GetString() ?? "", Join(deltas, "content"));
        Assert.Equal(message.TryGetProperty("reasoning", out var reasoning) ? reasoning.GetString() : "", Join(deltas, "reasoning"));
        Assert.Equal(
            whole.GetProperty("token_ids").GetRawText(),
            $"[{string.Join(',', pieces[1..].SelectMany(static one => Texts(one.GetProperty("token_ids"))))}]");
        Assert.Equal(
            Texts(whole.GetProperty("logprobs").GetProperty("content")),
            pieces[1..].SelectMany(static one => Texts(one.GetProperty("logprobs").GetProperty("content"))));
        Assert.Equal(
            message.TryGetProperty("tool_calls", out var calls) ? Texts(calls, "arguments") : [],
            deltas.SelectMany(static delta => delta.TryGetProperty("tool_calls", out var some) ? some.EnumerateArray() : default)
                .GroupBy(static call => call.GetProperty("index").GetInt32())
                .Select(static call => string.Concat(call.Select(static one =>
                    one.GetProperty("function").GetProperty("arguments").GetString()))));
        Assert.Equal(whole.GetProperty("finish_reason").GetString(), pieces[^1].GetProperty("finish_reason").GetString());
    }

    private static string Join(JsonElement[] deltas, string name) => string.Concat(
        deltas.Select(delta => delta.TryGetProperty(name, out var text) ? text.GetString() : ""));

    private static IEnumerable<string> Texts(JsonElement array, string? argument = null) => array.EnumerateArray()
        .Select(one => argument is null ? one.GetRawText() : one.GetProperty("function").GetProperty(argument).GetString()!);

    private static IEnumerable<JsonElement> ReadPieces(string stream)
    {
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        return events[..^1].SelectMany(static one => Parse(one["data: ".Length..]).GetProperty("choices").EnumerateArray());
    }
}
