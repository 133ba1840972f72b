using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

public sealed class ResponsesReadTests
{
    [Fact]
    public void ReadResponse_EveryField_IsKept()
    {
        var request = Read("""
            {"model":"m","stream":true,"stream_options":{"include_obfuscation":false},"instructions":"be brief",
             "input":[{"role":"user","content":"a"},
               {"type":"message","role":"user","content":[{"type":"input_text","text":"b"},{"type":"input_text","text":"c"}]},
               {"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
               {"type":"message","id":"msg_1","status":"completed","role":"assistant",
                "content":[{"type":"output_text","text":"I look.","annotations":[]}]},
               {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"x\":1}","status":"completed"},
               {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},
               {"type":"function_call_output","call_id":"c1","output":"42"},
               {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"43"}]}],
             "tools":[{"type":"function","name":"f","description":"d","strict":true,"parameters":{"type":"object"}}],
             "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,"temperature":0.5,"top_p":0.9,
             "max_output_tokens":7,"top_k":40,"seed":3,"top_logprobs":2,"include":["message.output_text.logprobs"],
             "text":{"format":{"type":"json_schema","name":"s","strict":true,"schema":{"type":"object"}}},
             "reasoning":{"effort":"low"},"metadata":{"a":"b"},"store":false,"safety_identifier":"u","truncation":"disabled",
             "background":false,"previous_response_id":null,"service_tier":"auto","something_new":1}
            """);
        var generation = Assert.Single(request.Prompts);
        Assert.True(request is { Model: "m", IsStream: true, IsChat: true, IncludesUsage: false });
        Assert.Equal(
            [("system", "be brief"), ("user", "a"), ("user", "b\nc"), ("assistant", "I look."), ("tool", "42"), ("tool", "43")],
            generation.Messages!.Select(static one => (one.Role, one.Content!)));
        Assert.Equal([new("c1", "f", """{"x":1}"""), new("c2", "f", "{}")], generation.Messages![3].ToolCalls);
        Assert.Equal("hm", generation.Messages[3].Reasoning);
        Assert.Equal(["c1", "c2"], generation.Messages.Skip(4).Select(static one => one.ToolCallId!));
        Assert.Equal(
            """{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}""",
            generation.Tools.Single().Json.GetRawText());
        Assert.Equal("""{"type":"object"}""", generation.Tools.Single().Parameters!.Value.GetRawText());
        Assert.True(generation.Tools.Single().IsStrict);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "f"), generation.ToolChoice);
        Assert.False(generation.AllowsParallelToolCalls);
        var sampling = generation.Sampling;
        Assert.Equal((0.5f, 0.9f, 40, 7), (sampling.Temperature, sampling.TopP, sampling.TopK, sampling.MaxTokens));
        Assert.Equal((1, 3L, 2), (sampling.Count, sampling.Seed, sampling.Logprobs));
        Assert.Equal(
            new OutputConstraint(OutputConstraintKind.JsonSchema, """{"type":"object"}""")
            {
                Parameter = "text.format.schema",
                Name = "s",
                IsStrict = true,
            },
            generation.Constraint! with { Choices = generation.Constraint.Choices });
        Assert.Equal("low", generation.TemplateArguments["reasoning_effort"].GetString());
        Assert.Equal("u", generation.Tenant);
    }

    [Fact]
    public void ReadResponse_TextAlone_IsOneMessageWithTheChatsDefaults()
    {
        var generation = Read("""{"model":"m","input":"hi"}""").Prompts.Single();
        Assert.Equal(("user", "hi"), (generation.Messages!.Single().Role, generation.Messages![0].Content));
        Assert.Null(generation.Sampling.MaxTokens);
        Assert.Null(generation.Sampling.Logprobs);
        Assert.Null(generation.Constraint);
        Assert.Equal(ToolChoice.None, generation.ToolChoice);
        Assert.True(generation.AllowsParallelToolCalls);
    }

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id")]
    [InlineData("\"conversation\":\"conv_1\"", "conversation")]
    [InlineData("\"conversation\":{\"id\":\"conv_1\"}", "conversation")]
    [InlineData("\"background\":true", "background")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}", "prompt")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "response_format")]
    [InlineData("\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]", "messages")]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"truncation\":\"auto\"", "truncation")]
    [InlineData("\"store\":\"no\"", "store")]
    [InlineData("\"temperature\":2.1", "temperature")]
    [InlineData("\"temperature\":\"1\"", "temperature")]
    [InlineData("\"top_p\":0", "top_p")]
    [InlineData("\"max_output_tokens\":0", "max_output_tokens")]
    [InlineData("\"max_output_tokens\":1.5", "max_output_tokens")]
    [InlineData("\"max_output_tokens\":2147483648", "max_output_tokens")]
    [InlineData("\"top_logprobs\":21", "top_logprobs")]
    [InlineData("\"include\":\"all\"", "include")]
    [InlineData("\"stream_options\":{\"include_obfuscation\":true}", "stream_options")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_obfuscation\":1}", "stream_options.include_obfuscation")]
    [InlineData("\"instructions\":[\"x\"]", "instructions")]
    [InlineData("\"text\":\"json\"", "text")]
    [InlineData("\"text\":{\"format\":{\"type\":\"xml\"}}", "text.format.type")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"s\"}}", "text.format.schema")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_object\"}},\"structured_outputs\":{\"regex\":\"a\"}", "structured_outputs")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]", "tools[0].name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"a b\"}]", "tools[0].name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"strict\":1}]", "tools[0].strict")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":3}]", "tools[0].parameters")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"name\":\"g\"}", "tool_choice.name")]
    [InlineData("\"tool_choice\":{\"type\":\"mcp\"}", "tool_choice.type")]
    [InlineData("\"reasoning\":{\"effort\":3}", "reasoning.effort")]
    [InlineData("\"metadata\":{\"a\":1}", "metadata.a")]
    [InlineData("\"metadata\":[]", "metadata")]
    public void ReadResponse_WrongField_IsNamed(string field, string parameter)
    {
        var error = Assert.Throws<InferenceException>(() => Read($$"""{"model":"m","input":"x",{{field}}}"""));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(parameter, error.Parameter);
        Assert.Contains($"'{parameter}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "input")]
    [InlineData("null", "input")]
    [InlineData("[]", "input")]
    [InlineData("[\"x\"]", "input[0]")]
    [InlineData("[{\"role\":\"boss\",\"content\":\"x\"}]", "input[0].role")]
    [InlineData("[{\"content\":\"x\"}]", "input[0].role")]
    [InlineData("[{\"role\":\"tool\",\"content\":\"x\"}]", "input[0].role")]
    [InlineData("[{\"role\":\"user\"}]", "input[0].content")]
    [InlineData("[{\"role\":\"user\",\"content\":3}]", "input[0].content")]
    [InlineData("[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"http://169.254.169.254/\"}]}]", "input[0].content[0].type")]
    [InlineData("[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\"}]}]", "input[0].content[0].type")]
    [InlineData("[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"item_reference\",\"id\":\"msg_1\"}]", "input[1].type")]
    [InlineData("[{\"type\":\"web_search_call\"}]", "input[0].type")]
    [InlineData("[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}]", "input[0].call_id")]
    [InlineData("[{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{}\"}]", "input[0].name")]
    [InlineData("[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"}]", "input[0].call_id")]
    [InlineData("[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\"},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\"}]", "input[1].call_id")]
    [InlineData("[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\"},{\"type\":\"function_call_output\",\"call_id\":\"c\"}]", "input[1].output")]
    [InlineData("[{\"type\":\"reasoning\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]", "input[0].content[0].type")]
    [InlineData("[{\"type\":\"reasoning\",\"summary\":[]}]", "input")]
    public void ReadResponse_WrongInput_IsNamed(string input, string parameter)
    {
        var error = Assert.Throws<InferenceException>(() => Read($$"""{"model":"m","input":{{input}}}"""));
        Assert.Equal(parameter, error.Parameter);
        Assert.Contains($"'{parameter}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadResponse_TooMuch_IsRefused()
    {
        var pairs = string.Join(',', Enumerable.Range(0, 17).Select(static i => $"\"k{i}\":\"v\""));
        Assert.Equal("metadata", Fail($$$"""{"model":"m","input":"x","metadata":{{{{pairs}}}}}"""));
        Assert.Equal("metadata", Fail($$$"""{"model":"m","input":"x","metadata":{"{{{new string('k', 65)}}}":"v"}}"""));
        Assert.Equal("metadata.k", Fail($$$"""{"model":"m","input":"x","metadata":{"k":"{{{new string('v', 513)}}}"}}"""));
        var items = string.Join(',', Enumerable.Repeat("{\"role\":\"user\",\"content\":\"x\"}", 20_000));
        Assert.Equal("input", Fail($$"""{"model":"m","input":[{{items}}]}"""));
        var calls = string.Join(',', Enumerable.Range(0, 200).Select(static i =>
            $$"""{"type":"function_call","call_id":"c{{i}}","name":"f"}"""));
        Assert.Equal("input", Fail($$"""{"model":"m","input":[{{calls}}]}"""));
    }

    [Fact]
    public void ReadResponse_MutatedBodies_FailAsInferenceExceptions()
    {
        var seed = Encoding.UTF8.GetBytes("""
            {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"a"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"1"}],"tools":[{"type":"function","name":"f","parameters":{},"strict":true}],"tool_choice":"auto","text":{"format":{"type":"json_object"}},"metadata":{"a":"b"},"stream":true,"reasoning":{"effort":"low"}}
            """);
        var random = new Random(72);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var body = (byte[])seed.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0-9nt\\"[random.Next(13)]);
            }

            try
            {
                _ = OpenAiJson.ReadResponse(body.AsMemory(0, random.Next(10) == 0 ? random.Next(body.Length) : body.Length));
                read++;
            }
            catch (InferenceException)
            {
                refused++;
            }
        }

        Assert.True(read > 100 && refused > 100);
    }

    private static OpenAiRequest Read(string json) => OpenAiJson.ReadResponse(Encoding.UTF8.GetBytes(json));

    private static string? Fail(string json) => Assert.Throws<InferenceException>(() => Read(json)).Parameter;
}
