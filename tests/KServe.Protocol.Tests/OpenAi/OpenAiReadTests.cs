using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

public sealed class OpenAiReadTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Fact]
    public void ReadChat_EveryField_IsKept()
    {
        var request = Read("""
            {"model":"m","stream":true,"stream_options":{"include_usage":true,"continuous_usage_stats":true},
             "messages":[{"role":"system","content":"be brief"},
               {"role":"user","name":"ann","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
               {"role":"assistant","content":null,"tool_calls":[
                 {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
               {"role":"tool","tool_call_id":"c1","content":"42"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
             "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
             "n":2,"max_completion_tokens":7,"min_tokens":2,"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.1,
             "presence_penalty":1,"frequency_penalty":-1,"repetition_penalty":1.1,"seed":-5,"stop":["x","y"],
             "stop_token_ids":[3],"include_stop_str_in_output":true,"ignore_eos":true,"logit_bias":{"5":-100},
             "allowed_token_ids":[1,2],"bad_words":["no"],"logprobs":true,"top_logprobs":3,"prompt_logprobs":1,
             "logprob_token_ids":[8,9],"repetition_detection":{"max_pattern_size":9,"min_pattern_size":2,"min_count":3},
             "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}},
             "chat_template_kwargs":{"enable_thinking":false},"cache_salt":"s","user":"u","priority":-1,
             "metadata":{"a":"b"},"something_new":1}
            """);
        var generation = Assert.Single(request.Prompts);
        Assert.True(request is { Model: "m", IsStream: true, IsChat: true, IncludesUsage: true, IncludesUsageAlways: true });
        Assert.Equal(["be brief", "a\nb", null, "42"], generation.Messages!.Select(static one => one.Content));
        Assert.Equal(new ToolCall("c1", "f", "{}"), generation.Messages![2].ToolCalls.Single());
        Assert.Equal("c1", generation.Messages[3].ToolCallId);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "f"), generation.ToolChoice);
        Assert.False(generation.AllowsParallelToolCalls);
        Assert.Equal("""{"type":"object"}""", generation.Tools.Single().Parameters!.Value.GetRawText());
        var sampling = generation.Sampling;
        Assert.Equal((2, 7, 2), (sampling.Count, sampling.MaxTokens, sampling.MinTokens));
        Assert.Equal<(float?, float?, int?, float?)>(
            (0.5f, 0.9f, 40, 0.1f), (sampling.Temperature, sampling.TopP, sampling.TopK, sampling.MinP));
        Assert.Equal(
            (1f, -1f, 1.1f), (sampling.PresencePenalty, sampling.FrequencyPenalty, sampling.RepetitionPenalty));
        Assert.Equal(-5, sampling.Seed);
        Assert.Equal(["x", "y"], sampling.Stop);
        Assert.Equal([3], sampling.StopTokenIds);
        Assert.True(sampling is { IncludesStop: true, IgnoresEndOfSequence: true, Logprobs: 3, PromptLogprobs: 1 });
        Assert.Equal(-100, sampling.LogitBias[5]);
        Assert.Equal([1, 2], sampling.AllowedTokenIds!);
        Assert.Equal(["no"], sampling.BadWords);
        Assert.Equal([8, 9], sampling.LogprobTokenIds);
        Assert.Equal(new RepetitionDetection(9, 2, 3), sampling.RepetitionDetection);
        Assert.Equal(
            new OutputConstraint(OutputConstraintKind.JsonSchema, """{"type":"object"}""")
            {
                Parameter = "response_format.json_schema.schema",
                Name = "s",
            },
            generation.Constraint! with { Choices = generation.Constraint.Choices });
        Assert.Equal(JsonValueKind.False, generation.TemplateArguments["enable_thinking"].ValueKind);
        Assert.Equal(("s", "u", -1), (generation.CacheSalt, generation.Tenant, generation.Priority));
    }

    [Fact]
    public void ReadChat_FieldsNull_AreAbsent()
    {
        var request = Read($$"""
            {"model":"m",{{Messages}},"temperature":null,"n":null,"stop":null,"tools":null,"tool_choice":null,
             "response_format":null,"stream":null,"stream_options":null,"logit_bias":null,"seed":null,"functions":[],
             "use_beam_search":false,"best_of":1,"suffix":""}
            """);
        Assert.Null(request.Prompts[0].Sampling.Temperature);
        Assert.Null(request.Prompts[0].Sampling.MaxTokens);
        Assert.Equal(ToolChoice.None, request.Prompts[0].ToolChoice);
    }

    [Theory]
    [InlineData("\"temperature\":-0.1", "temperature")]
    [InlineData("\"temperature\":\"1\"", "temperature")]
    [InlineData("\"temperature\":\"NaN\"", "temperature")]
    [InlineData("\"temperature\":1e999", "temperature")]
    [InlineData("\"top_p\":0", "top_p")]
    [InlineData("\"top_p\":1.1", "top_p")]
    [InlineData("\"presence_penalty\":2.1", "presence_penalty")]
    [InlineData("\"frequency_penalty\":-2.1", "frequency_penalty")]
    [InlineData("\"repetition_penalty\":0", "repetition_penalty")]
    [InlineData("\"max_tokens\":-1", "max_tokens")]
    [InlineData("\"max_tokens\":0", "max_tokens")]
    [InlineData("\"max_completion_tokens\":0", "max_completion_tokens")]
    [InlineData("\"max_tokens\":2147483648", "max_tokens")]
    [InlineData("\"max_tokens\":1.5", "max_tokens")]
    [InlineData("\"n\":0", "n")]
    [InlineData("\"n\":129", "n")]
    [InlineData("\"seed\":18446744073709551616", "seed")]
    [InlineData("\"logprobs\":100", "logprobs")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":21", "top_logprobs")]
    [InlineData("\"top_logprobs\":2", "top_logprobs")]
    [InlineData("\"stop\":\"\"", "stop")]
    [InlineData("\"stop\":[1]", "stop[0]")]
    [InlineData("\"stop\":\"\\ud800\"", "stop")]
    [InlineData("\"logit_bias\":{\"-1\":1}", "logit_bias")]
    [InlineData("\"logit_bias\":{\"2147483648\":1}", "logit_bias")]
    [InlineData("\"logit_bias\":{\"1\":1e9}", "logit_bias")]
    [InlineData("\"stream_options\":{\"include_usage\":true}", "stream_options")]
    [InlineData("\"stream\":true,\"stream_options\":3", "stream_options")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":3}}", "response_format.json_schema.schema")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"structured_outputs\":{\"json\":{},\"regex\":\"a\"}", "structured_outputs")]
    [InlineData("\"chat_template\":\"{{ x }}\"", "chat_template")]
    [InlineData("\"chat_template_kwargs\":{\"tokenize\":true}", "chat_template_kwargs")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\\\"; rm\"}}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}", "tool_choice.function.name")]
    [InlineData("\"n\":2,\"temperature\":0", "n")]
    [InlineData("\"logit_bias\":{\"1\":-100.5}", "logit_bias")]
    [InlineData("\"logprob_token_ids\":[1]", "logprob_token_ids")]
    [InlineData("\"repetition_detection\":{\"max_pattern_size\":4}", "repetition_detection.min_count")]
    [InlineData("\"use_beam_search\":true", "use_beam_search")]
    [InlineData("\"best_of\":2", "best_of")]
    [InlineData("\"guided_json\":{}", "guided_json")]
    public void ReadChat_WrongField_IsNamed(string field, string parameter)
    {
        var error = Assert.Throws<InferenceException>(() => Read($$"""{"model":"m",{{Messages}},{{field}}}"""));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(parameter, error.Parameter);
        Assert.Contains($"'{parameter}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\":\"m\"}", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]}", "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":null}]}", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":123}]}", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}", "messages[0].content[0].type")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "model")]
    public void ReadChat_WrongMessages_AreNamed(string json, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<InferenceException>(() => Read(json)).Parameter);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}")]
    [InlineData("{\"model\":\"m\"} x")]
    public void ReadChat_NotOneObject_IsRefused(string json) =>
        Assert.Equal(InferenceErrorCode.InvalidArgument, Assert.Throws<InferenceException>(() => Read(json)).Code);

    [Fact]
    public void ReadChat_TooMany_AreRefused()
    {
        var messages = string.Join(',', Enumerable.Repeat("{\"role\":\"user\",\"content\":\"x\"}", 100_000));
        Assert.Equal("messages", Fail($$"""{"model":"m","messages":[{{messages}}]}"""));
        var tools = string.Join(',', Enumerable.Range(0, 1000).Select(static i =>
            $$$"""{"type":"function","function":{"name":"f{{{i}}}"}}"""));
        Assert.Equal("tools", Fail($$"""{"model":"m",{{Messages}},"tools":[{{tools}}]}"""));
        Assert.Equal("stop", Fail($$"""{"model":"m",{{Messages}},"stop":[{{string.Join(',', Enumerable.Repeat("\"a\"", 100))}}]}"""));
        var large = new string('a', 1 << 20);
        Assert.Equal("stop", Fail($$"""{"model":"m",{{Messages}},"stop":"{{large}}"}"""));
        Assert.Equal("cache_salt", Fail($$"""{"model":"m",{{Messages}},"cache_salt":"{{large}}"}"""));
        Assert.Equal("user", Fail($$"""{"model":"m",{{Messages}},"user":"{{large}}"}"""));
        Assert.Equal("metadata", Fail($$$"""{"model":"m",{{{Messages}}},"metadata":{"a":"{{{large}}}"}}"""));
        Assert.Equal("model", Fail($$"""{"model":"{{large}}",{{Messages}}}"""));
    }

    [Theory]
    [InlineData("\"a\"", 1)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[\"a\",\"b\"]", 2)]
    [InlineData("[[1],[2,3]]", 2)]
    public void ReadCompletion_FormsOfPrompts_AreRead(string prompt, int count)
    {
        var request = OpenAiJson.ReadCompletion(Encoding.UTF8.GetBytes($$"""{"model":"m","prompt":{{prompt}}}"""));
        Assert.Equal(count, request.Prompts.Count);
        Assert.All(request.Prompts, static one => Assert.True(one.Text is null != one.TokenIds is null));
        Assert.Equal(16, request.Prompts[0].Sampling.MaxTokens);
    }

    [Theory]
    [InlineData("[]", "prompt")]
    [InlineData("3", "prompt")]
    [InlineData("[-1]", "prompt[0]")]
    [InlineData("[2147483648]", "prompt[0]")]
    [InlineData("[[]]", "prompt[0]")]
    [InlineData("[\"a\",3]", "prompt[1]")]
    public void ReadCompletion_WrongPrompt_IsNamed(string prompt, string parameter) =>
        Assert.Equal(
            parameter,
            Assert.Throws<InferenceException>(() => OpenAiJson.ReadCompletion(
                Encoding.UTF8.GetBytes($$"""{"model":"m","prompt":{{prompt}}}"""))).Parameter);

    [Fact]
    public void ReadChat_MutatedBodies_FailAsInferenceExceptions()
    {
        var seed = Encoding.UTF8.GetBytes(
            """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]}],"n":2,"stop":["x"],"logit_bias":{"5":1},"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"stream":true,"stream_options":{"include_usage":true}}""");
        var random = new Random(71);
        for (var i = 0; i < 20_000; i++)
        {
            var body = (byte[])seed.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0-9nt\\"[random.Next(13)]);
            }

            try
            {
                _ = OpenAiJson.ReadChat(body.AsMemory(0, random.Next(10) == 0 ? random.Next(body.Length) : body.Length));
            }
            catch (InferenceException)
            {
                // The only failure that there may be.
            }
        }
    }

    private static OpenAiRequest Read(string json) => OpenAiJson.ReadChat(Encoding.UTF8.GetBytes(json));

    private static string? Fail(string json) => Assert.Throws<InferenceException>(() => Read(json)).Parameter;
}
