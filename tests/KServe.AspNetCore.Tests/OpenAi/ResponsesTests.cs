using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class ResponsesTests : OpenAiTest
{
    [Theory]
    [InlineData(Responses)]
    [InlineData("/v1/responses")]
    public async Task Post_Text_AnswersAsOpenAi(string path)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(
            path, """{"model":"chat","input":"say <this> again","instructions":"do","metadata":{"k":"v"},"temperature":0.5}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = Parse(body);
        var id = answer.GetProperty("id").GetString()!;
        Assert.StartsWith("resp_", id, StringComparison.Ordinal);
        var created = answer.GetProperty("created_at").GetInt64();
        Assert.True(created > 0);
        Assert.Equal(
            $$$"""
            {"id":"{{{id}}}","object":"response","created_at":{{{created}}},"status":"completed","background":false,"error":null,"incomplete_details":null,"model":"chat","output":[{"id":"msg_{{{id[5..]}}}00","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"say <this> again","annotations":[],"logprobs":[]}]}],"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":1},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":6},"instructions":"do","max_output_tokens":null,"temperature":0.5,"top_p":null,"top_logprobs":null,"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":false,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"truncation":"disabled","metadata":{"k":"v"}}
            """,
            body);
    }

    [Fact]
    public async Task Post_Stream_SaysTheSameInPieces()
    {
        await using var server = await StartAsync();
        using var content = new StringContent(
            """{"model":"chat","input":"one two three","stream":true}""", new MediaTypeHeaderValue("application/json"));
        using var response = await server.PostAsync(Responses, content);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var events = ReadNamed(body);
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            events.Select(static one => one.GetProperty("type").GetString()));
        Assert.Equal("in_progress", events[0].GetProperty("response").GetProperty("status").GetString());
        var last = events[^1].GetProperty("response");
        Assert.Equal(
            "one two three", last.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(3, last.GetProperty("usage").GetProperty("output_tokens").GetInt32());
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_CallsAndResults_ReachTheModelAsOneTurn()
    {
        TextGenerationRequest? seen = null;
        await using var server = await StartAsync(new ScriptedGenerator((request, _) =>
        {
            seen = request;
            return CallAsync();
        }));
        var (_, body) = await server.PostAsync(Responses, """
            {"model":"chat","input":[{"role":"user","content":"weather?"},
              {"type":"function_call","call_id":"c1","name":"get_weather","arguments":"{}"},
              {"type":"function_call_output","call_id":"c1","output":"no city"}],
             "tools":[{"type":"function","name":"get_weather","parameters":{}}]}
            """);
        Assert.Equal(["user", "assistant", "tool"], seen!.Messages!.Select(static one => one.Role));
        var items = Parse(body).GetProperty("output").EnumerateArray().ToArray();
        Assert.Equal(["reasoning", "message", "function_call"], items.Select(static one => one.GetProperty("type").GetString()));
        Assert.Equal("hm", items[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("I look.", items[1].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("call_1", items[2].GetProperty("call_id").GetString());
        Assert.Equal("""{"city":"Rome"}""", items[2].GetProperty("arguments").GetString());
        Assert.Equal(9, Parse(body).GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_EndsAtItsLimit_IsIncomplete()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => EndAsync(GenerationFinishReason.Length)));
        var (_, body) = await server.PostAsync(Responses, """{"model":"chat","input":"x","max_output_tokens":100000000}""");
        var answer = Parse(body);
        Assert.Equal("incomplete", answer.GetProperty("status").GetString());
        Assert.Equal("""{"reason":"max_output_tokens"}""", answer.GetProperty("incomplete_details").GetRawText());
        Assert.Equal("incomplete", answer.GetProperty("output")[0].GetProperty("status").GetString());
        Assert.Equal(100_000_000, answer.GetProperty("max_output_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_ModelEndsWithError_IsFailed()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => EndAsync(GenerationFinishReason.Error)));
        var (_, body) = await server.PostAsync(Responses, """{"model":"chat","input":"x"}""");
        Assert.Equal("failed", Parse(body).GetProperty("status").GetString());
        Assert.Equal("server_error", Parse(body).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_FailsInsideStream_TellsErrorAndFailedResponse()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => BreakAsync()));
        server.ExpectsErrors = true;
        var (status, body) = await server.PostAsync(Responses, """{"model":"chat","input":"x","stream":true}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var events = ReadNamed(body);
        Assert.Equal(["error", "response.failed"], events.TakeLast(2).Select(static one => one.GetProperty("type").GetString()));
        const string Message = "Model with name chat failed to answer the request.";
        Assert.Equal(("server_error", Message), CodeAndMessage(events[^2]));
        var response = events[^1].GetProperty("response");
        Assert.Equal("failed", response.GetProperty("status").GetString());
        Assert.Equal(("server_error", Message), CodeAndMessage(response.GetProperty("error")));
        Assert.Equal("half", response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("incomplete", response.GetProperty("output")[0].GetProperty("status").GetString());
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/resp_1")]
    [InlineData("DELETE", "/resp_1")]
    [InlineData("GET", "/resp_1/input_items")]
    [InlineData("POST", "/resp_1/cancel")]
    public async Task Send_IdOfAResponse_IsNotFound(string method, string path)
    {
        await using var server = await StartAsync();
        foreach (var prefix in (string[])[Responses, "/v1/responses"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), prefix + path);
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal(
                """
                {"error":{"message":"There is no response of this id: no responses are kept.","type":"not_found_error","param":"response_id","code":"not_found"}}
                """,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Post_PreviousResponse_IsRefusedByName()
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(
            Responses, """{"model":"chat","input":"x","previous_response_id":"resp_1"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            """
            {"error":{"message":"'previous_response_id' is not supported: no responses are kept, so the whole conversation was expected in 'input'.","type":"invalid_request_error","param":"previous_response_id","code":null}}
            """,
            body);
    }

    private static (string?, string?) CodeAndMessage(JsonElement error) =>
        (error.GetProperty("code").GetString(), error.GetProperty("message").GetString());

    private static JsonElement[] ReadNamed(string body) =>
    [
        .. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static block =>
        {
            var lines = block.Split('\n');
            var one = Parse(lines[1]["data: ".Length..]);
            Assert.Equal($"event: {one.GetProperty("type").GetString()}", lines[0]);
            return one;
        }),
    ];

    private static async IAsyncEnumerable<TextGenerationUpdate> CallAsync()
    {
        yield return new TextGenerationUpdate { Reasoning = "hm" };
        await Task.Yield();
        yield return new TextGenerationUpdate { Text = "I look." };
        yield return new TextGenerationUpdate
        {
            ToolCalls = [new ToolCallUpdate(0, "{\"city\":") { Id = "call_1", Name = "get_weather" }],
        };
        yield return new TextGenerationUpdate
        {
            ToolCalls = [new ToolCallUpdate(0, "\"Rome\"}")],
            FinishReason = GenerationFinishReason.ToolCalls,
            Usage = new TextGenerationUsage(4, 9, 0),
        };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> EndAsync(GenerationFinishReason reason)
    {
        await Task.Yield();
        yield return new TextGenerationUpdate { Text = "half", FinishReason = reason };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> BreakAsync()
    {
        yield return new TextGenerationUpdate { Text = "half" };
        await Task.Yield();
        throw new InvalidOperationException("secret");
    }
}
