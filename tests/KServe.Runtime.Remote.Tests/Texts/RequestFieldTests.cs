using System.Net;
using System.Text.Json.Nodes;
using KServe.AspNetCore.Tests;
using KServe.Client.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Texts;

/// <summary>What a server that records its requests gets of each field.</summary>
public sealed class RequestFieldTests
{
    private const string Stream = "\"stream\":true,\"stream_options\":{\"include_usage\":true},";
    private const string Messages =
        """
        "messages":[{"role":"system","content":"s"},{"role":"developer","content":"d"},{"role":"user","content":"u","name":"ann"},
          {"role":"assistant","content":null,"reasoning":"r","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"c","content":"42"}],
        """;

    private const string Sampling =
        """
        "temperature":0.25,"top_p":0.5,"top_k":7,"min_p":0.125,"presence_penalty":0.5,"frequency_penalty":-0.5,
        "repetition_penalty":1.25,"n":2,"max_tokens":9,"min_tokens":2,"seed":11,"stop":["x","y"],"stop_token_ids":[3,4],
        "include_stop_str_in_output":true,"ignore_eos":true,"skip_special_tokens":false,"logit_bias":{"5":1.5,"6":-100},
        "allowed_token_ids":[1,2],"bad_words":["w"],"logprob_token_ids":[4],
        "repetition_detection":{"max_pattern_size":5,"min_pattern_size":2,"min_count":3},
        "add_special_tokens":true,"return_token_ids":true,"cache_salt":"salt","user":"u","priority":3
        """;

    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"f","description":"does","strict":true,
          "parameters":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}}},
          {"type":"function","function":{"name":"g"}}],
        """;

    private const string Schema = "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"}}}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Messages + Sampling + ",\"logprobs\":true,\"top_logprobs\":2")]
    [InlineData(Messages + Tools + "\"tool_choice\":\"required\",\"parallel_tool_calls\":false")]
    [InlineData(Messages + Tools + "\"tool_choice\":\"none\"")]
    [InlineData(Messages + Tools + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}")]
    [InlineData(
        Messages + "\"chat_template_kwargs\":{\"enable_thinking\":false,\"x\":[1,{\"y\":null}]},"
        + "\"documents\":[{\"title\":\"t\",\"text\":\"d\"}],\"reasoning_effort\":\"low\"")]
    [InlineData(Messages + "\"add_generation_prompt\":false,\"continue_final_message\":true")]
    [InlineData(Messages + "\"response_format\":{\"type\":\"json_object\"}")]
    [InlineData(
        Messages + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"city\","
        + "\"description\":\"A city.\",\"strict\":true,\"schema\":" + Schema + "}}")]
    [InlineData(
        Messages + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"city\",\"strict\":false,"
        + "\"schema\":" + Schema + "}}")]
    [InlineData(Messages + "\"structured_outputs\":{\"regex\":\"[a-z]+\"}")]
    [InlineData(Messages + "\"structured_outputs\":{\"choice\":[\"yes\",\"no\"]}")]
    [InlineData(Messages + "\"structured_outputs\":{\"grammar\":\"root ::= \\\"a\\\"\"}")]
    public async Task Chat_EveryField_Arrives(string fields) => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{Stream}{fields}}}"),
        Sorted(await RecordAsync("/v1/chat/completions", $"{{\"model\":\"m\",{fields}}}")));

    [Theory]
    [InlineData("\"prompt\":\"once\"," + Sampling + ",\"logprobs\":3")]
    [InlineData("\"prompt\":[1,2,3],\"max_tokens\":1")]
    [InlineData("\"prompt\":\"once\",\"max_tokens\":1,\"structured_outputs\":{\"choice\":[\"yes\",\"no\"]}")]
    public async Task Completion_EveryField_Arrives(string fields) => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{Stream}{fields}}}"),
        Sorted(await RecordAsync("/v1/completions", $"{{\"model\":\"m\",{fields}}}")));

    [Fact]
    public async Task Chat_LogprobsOfThePrompt_AreAskedForWithoutAStream() => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{Messages}\"prompt_logprobs\":2}}"),
        Sorted(await RecordAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Messages}\"prompt_logprobs\":2}}")));

    [Fact]
    public async Task Chat_ServerWithoutEvents_IsAskedForWholeAnswers()
    {
        var body = $"{{\"model\":\"m\",{Messages}{Tools}\"user\":\"u\"}}";
        var recorded = await RecordAsync(
            "/v1/chat/completions", body, configure: static options => options.OpenAi.AsksForEvents = false);
        Assert.Equal(Sorted(body), Sorted(recorded));
    }

    [Theory]
    [InlineData("\"input\":[\"a\",\"b\"],\"dimensions\":4,\"truncate_prompt_tokens\":-1")]
    [InlineData("\"input\":[[1,2],[3]]")]
    public async Task Embeddings_EveryField_Arrives(string fields) => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{fields}}}"),
        Sorted(await RecordAsync("/v1/embeddings", $"{{\"model\":\"m\",{fields}}}", RemoteTextTask.Embedding)));

    [Theory]
    [InlineData("\"max_completion_tokens\":9", "\"max_tokens\":9")]
    [InlineData("\"stop\":\"x\"", "\"stop\":[\"x\"]")]
    [InlineData("\"seed\":-1", "")]
    [InlineData("\"top_logprobs\":0,\"logprobs\":true", "\"top_logprobs\":0,\"logprobs\":true")]
    [InlineData("\"response_format\":{\"type\":\"text\"}", "")]
    [InlineData(
        "\"structured_outputs\":{\"json\":" + Schema + "}",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":"
        + Schema + "}}")]
    public async Task Chat_OtherSpelling_IsPassedOnInOne(string fields, string passed) => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{Stream}{Messages}{passed}".TrimEnd(',', '\n') + "}"),
        Sorted(await RecordAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Messages}{fields}}}")));

    [Theory]
    [InlineData("\"metadata\":{\"a\":\"b\"}")]
    [InlineData("\"store\":true,\"service_tier\":\"flex\",\"prompt_cache_key\":\"k\",\"safety_identifier\":\"i\"")]
    [InlineData("\"return_tokens_as_token_ids\":true")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}")]
    [InlineData("\"request_id\":\"r\",\"session_id\":\"s\",\"include_reasoning\":false,\"made_up\":1")]
    public async Task Chat_FieldsAboutThisServerOrNotKnown_StayHere(string fields) => Assert.Equal(
        Sorted($"{{\"model\":\"m\",{Stream}{Messages}".TrimEnd(',', '\n') + "}"),
        Sorted(await RecordAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Messages}{fields}}}")));

    private static async Task<string> RecordAsync(
        string path,
        string body,
        RemoteTextTask task = RemoteTextTask.Generation,
        Action<RemoteModelOptions>? configure = null)
    {
        var recorded = "";
        await using var back = await ScriptedServer.StartAsync(async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                using var reader = new StreamReader(context.Request.Body);
                recorded = await reader.ReadToEndAsync(Token);
            }

            await TextAnswers.GoodAsync(context);
        });
        await using var front = await Servers.StartAsync(builder => builder.AddRemoteModel(
            "m",
            RemoteText.Address(back.Address),
            options =>
            {
                (options.ModelName, options.OpenAi.Task) = ("m", task);
                configure?.Invoke(options);
            }));
        await front.PostAsync(path, body);
        return recorded;
    }

    /// <summary>Writes JSON with its fields in one order, so that texts can be compared.</summary>
    private static string Sorted(string json) => Sort(JsonNode.Parse(json))!.ToJsonString();

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(
            fields.OrderBy(static field => field.Key, StringComparer.Ordinal)
                .Select(static field => KeyValuePair.Create(field.Key, Sort(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
