using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

public sealed class ResponsesWriterTests : AnswerWriterTest
{
    [Fact]
    public void WriteEvents_AnyAnswer_EndsWithTheWholeAndSaysEachItemOnce()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var updates = new AnswerScript(seed).Make(1, hasCalls: true);
            var whole = WriteWhole(Request(isStream: false), updates);
            var events = ReadEvents(WriteStream(Request(isStream: true), updates));
            var final = events[^1];
            Assert.Equal(whole, final.GetProperty("response").GetRawText());
            Assert.Equal($"response.{Parse(whole).GetProperty("status").GetString()}", TypeOf(final));
            Assert.Equal(["response.created", "response.in_progress"], events.Take(2).Select(TypeOf));
            var items = Parse(whole).GetProperty("output").EnumerateArray().ToArray();
            for (var index = 0; index < items.Length; index++)
            {
                AssertSame(items[index], [.. events.Where(one => IndexOf(one) == index)]);
            }

            // One item after the other, and none but those of the answer.
            var order = events.Select(IndexOf).OfType<int>().ToArray();
            Assert.Equal(order.Order(), order);
            Assert.Equal(items.Length - 1, order[^1]);
        }
    }

    [Fact]
    public void WriteWhole_TokensWithoutText_GoWithTheirText()
    {
        var body = WriteWhole(Request(isStream: false),
        [
            Piece("", 1), Piece("ab", 2), Piece("", 3), Piece("c", 4),
            Piece("", 5) with { FinishReason = GenerationFinishReason.Stop },
        ]);
        var part = Parse(body).GetProperty("output")[0].GetProperty("content")[0];
        Assert.Equal("abc", part.GetProperty("text").GetString());
        Assert.Equal(
            ["t1", "t2", "t3", "t4", "t5"],
            part.GetProperty("logprobs").EnumerateArray().Select(static one => one.GetProperty("token").GetString()));
    }

    [Fact]
    public void WriteEvents_PieceOfAnEarlierCall_IsRefused()
    {
        TextGenerationUpdate[] updates =
        [
            new() { ToolCalls = [new ToolCallUpdate(0, "{") { Id = "a", Name = "f" }] },
            new() { ToolCalls = [new ToolCallUpdate(1, "{}") { Id = "b", Name = "f" }] },
            new() { ToolCalls = [new ToolCallUpdate(0, "}")] },
        ];
        Assert.Throws<InvalidOperationException>(() => WriteStream(Request(isStream: true), updates));
        Assert.Throws<InvalidOperationException>(() => WriteWhole(Request(isStream: false), updates));
    }

    private static TextGenerationUpdate Piece(string text, int token) => new()
    {
        Text = text,
        Logprobs = [new TextLogprob(token, $"t{token}", default, -1)],
    };

    private static void AssertSame(JsonElement item, JsonElement[] events)
    {
        var isCall = item.GetProperty("type").GetString() == "function_call";
        var id = item.GetProperty("id").GetString();
        Assert.Equal("response.output_item.added", TypeOf(events[0]));
        Assert.Equal("in_progress", events[0].GetProperty("item").GetProperty("status").GetString());
        Assert.Equal("response.output_item.done", TypeOf(events[^1]));
        Assert.Equal(item.GetRawText(), events[^1].GetProperty("item").GetRawText());
        Assert.All(events[1..^1], one => Assert.Equal(id, one.GetProperty("item_id").GetString()));
        var text = isCall
            ? item.GetProperty("arguments").GetString()
            : item.GetProperty("content")[0].GetProperty("text").GetString();
        var deltas = events.Where(static one => TypeOf(one).EndsWith(".delta", StringComparison.Ordinal)).ToArray();
        Assert.Equal(text, string.Concat(deltas.Select(static one => one.GetProperty("delta").GetString())));
        Assert.All(deltas, static one => Assert.NotEqual("", one.GetProperty("delta").GetString()));
        var done = Assert.Single(events[..^1], static one =>
            TypeOf(one).EndsWith("text.done", StringComparison.Ordinal) || TypeOf(one).EndsWith("arguments.done", StringComparison.Ordinal));
        Assert.Equal(text, done.GetProperty(isCall ? "arguments" : "text").GetString());
        Assert.Equal(isCall ? 0 : 2, events.Count(static one => TypeOf(one).Contains("content_part", StringComparison.Ordinal)));
    }

    private static OpenAiRequest Request(bool isStream) => OpenAiJson.ReadResponse(Encoding.UTF8.GetBytes(
        $$"""{"model":"m","input":"x","top_logprobs":1,"stream":{{(isStream ? "true" : "false")}}}"""));

    private static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;

    private static int? IndexOf(JsonElement one) =>
        one.TryGetProperty("output_index", out var index) ? index.GetInt32() : null;

    private static JsonElement[] ReadEvents(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static (block, number) =>
        {
            var lines = block.Split('\n');
            Assert.Equal(2, lines.Length);
            var one = Parse(lines[1]["data: ".Length..]);
            Assert.Equal($"event: {TypeOf(one)}", lines[0]);
            Assert.Equal(number, one.GetProperty("sequence_number").GetInt32());
            return one;
        });
        return [.. events];
    }
}
