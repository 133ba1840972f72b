using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KServe.AspNetCore.Tests;
using KServe.Client.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Texts;

/// <summary>Two whole servers, one in front of the other, by OpenAI's protocol.</summary>
public sealed class TextHostingTests
{
    private const string Chat = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat/completions", Chat)]
    [InlineData("chat/completions", Chat + ",\"n\":3")]
    [InlineData("chat/completions", Chat + ",\"logprobs\":true,\"top_logprobs\":2,\"return_token_ids\":true")]
    [InlineData("chat/completions", Chat + ",\"prompt_logprobs\":1")]
    [InlineData("chat/completions", Chat + "," + Tools)]
    [InlineData("chat/completions", Chat + "," + Tools + ",\"tool_choice\":\"required\",\"n\":2")]
    [InlineData("completions", "\"prompt\":\"once\",\"max_tokens\":9")]
    [InlineData("completions", "\"prompt\":[\"once\",\"twice\"],\"n\":2,\"logprobs\":2")]
    [InlineData("completions", "\"prompt\":[1,2,3],\"echo\":false")]
    public async Task Answer_ThroughTheRemote_IsTheServersOwn(string path, string fields)
    {
        await using var back = await Servers.StartAsync(new ScriptedText());
        await using var front = await StartFrontAsync(back.Address);
        var body = $"{{\"model\":\"m\",{fields}}}";
        var (status, direct) = await back.PostAsync($"/v1/{path}", body);
        var (throughStatus, through) = await front.PostAsync($"/v1/{path}", body);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, throughStatus));
        Assert.Equal(Strip(direct), Strip(through));

        var streamed = $"{{\"model\":\"m\",\"stream\":true,\"stream_options\":{{\"include_usage\":true}},{fields}}}";
        (_, direct) = await back.PostAsync($"/v1/{path}", streamed);
        (_, through) = await front.PostAsync($"/v1/{path}", streamed);
        Assert.Equal(Merge(direct), Merge(through));
    }

    [Fact]
    public async Task Request_EveryPart_ArrivesAsItWasMade()
    {
        var model = new ScriptedText();
        await using var back = await Servers.StartAsync(model);
        await using var front = await StartFrontAsync(back.Address);
        var (status, _) = await front.PostAsync(
            "/v1/chat/completions",
            """
            {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u","name":"ann"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"42"}],TOOLS,"tool_choice":{"type":"function","function":{"name":"g"}},
             "temperature":0.25,"top_k":7,"seed":11,"stop":["x"],"user":"tenant",
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}
            """.Replace("TOOLS", Tools, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, status);
        var seen = model.Seen!;
        Assert.Equal(["s", "u", null, "42"], seen.Messages!.Select(static message => message.Content));
        Assert.Equal(("ann", "c"), (seen.Messages![1].Name, seen.Messages[3].ToolCallId));
        Assert.Equal(new ToolCall("c", "f", "{}"), Assert.Single(seen.Messages[2].ToolCalls));
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "g"), seen.ToolChoice);
        Assert.Equal((0.25f, 7, 11L), (seen.Sampling.Temperature, seen.Sampling.TopK, seen.Sampling.Seed));
        Assert.Equal("tenant", seen.Tenant);
        Assert.Equal("""{"type":"object"}""", seen.Constraint!.Definition);
    }

    [Fact]
    public async Task Failure_OfTheRequest_IsTheServersOwnWithFieldAndReason()
    {
        await using var back = await Servers.StartAsync(new ScriptedText());
        await using var front = await StartFrontAsync(back.Address);
        var body = """{"model":"m","messages":[{"role":"user","content":"fail"}]}""";
        var direct = await back.PostAsync("/v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, direct.Status);
        Assert.Equal(direct, await front.PostAsync("/v1/chat/completions", body));
    }

    [Fact]
    public async Task Failure_QuotaUsedUp_IsToldWithItsDelayInOpenAisShape()
    {
        await using var back = await ScriptedServer.StartAsync(static context => Answers.StatusAsync(
            context, 429, "7", """{"error":{"message":"Rate limit of org-secret","code":"rate_limit_exceeded"}}"""));
        await using var front = await StartFrontAsync(back.Address);
        using var content = new StringContent(
            $"{{\"model\":\"m\",{Chat}}}", new MediaTypeHeaderValue("application/json"));
        content.Headers.ContentType!.MediaType = "application/json";

        using var response = await front.PostAsync("/v1/chat/completions", content);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal(
            """{"error":{"message":"Model with name m: the quota at its remote server is used up.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""",
            await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Failure_InTheMiddle_IsAnEventAndNotTriedAgain()
    {
        var count = 0;
        await using var back = await ScriptedServer.StartAsync(context =>
        {
            count += TextAnswers.IsGeneration(context) ? 1 : 0;
            return TextAnswers.SendAsync(context, TextAnswers.Content("a"), "{");
        });
        await using var front = await StartFrontAsync(back.Address);
        var (status, text) = await front.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",\"stream\":true,{Chat}}}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"content\":\"a\"", text, StringComparison.Ordinal);
        Assert.Contains(
            "{\"error\":{\"message\":\"Model with name m failed at its remote server.\",\"type\":\"server_error\"",
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Headers_KeyOfTheServer_IsSentInPlaceOfTheClients(bool isFile)
    {
        Dictionary<string, string> seen = [];
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "sk-server\n", Token);
        await using var back = await ScriptedServer.StartAsync(context =>
        {
            foreach (var (name, value) in context.Request.Headers)
            {
                seen[name.ToLowerInvariant()] = value.ToString();
            }

            return TextAnswers.GoodAsync(context);
        });
        await using var front = await KServeServer.StartAsync(
            builder => builder.AddRemoteRuntime(),
            host: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["KServe:Propagation:Authorization"] = "true",
                ["KServe:Models:m:Uri"] = $"openai+http://{back.Address.Authority}/some/base",
                [$"KServe:Models:m:Parameters:{(isFile ? "api_key_file" : "api_key")}"] = isFile ? file : "sk-server",
                ["KServe:Models:m:Parameters:header.OpenAI-Project"] = "p",
            }));
        using var content = new StringContent(
            $"{{\"model\":\"m\",{Chat}}}", new MediaTypeHeaderValue("application/json"));
        content.Headers.ContentType!.MediaType = "application/json";
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        message.Headers.Add("Authorization", "Bearer of-the-client");
        message.Headers.Add("x-request-id", "r-7");

        using var response = await front.Client.SendAsync(message, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ("Bearer sk-server", "p", "r-7"), (seen["authorization"], seen["openai-project"], seen["x-request-id"]));
        Assert.All(front.Logs.Lines, static line => Assert.DoesNotContain("sk-", line.Text, StringComparison.Ordinal));
        File.Delete(file);
    }

    [Fact]
    public async Task Embeddings_OfTheServer_AreThoseOfTheModel()
    {
        string? body = null;
        await using var back = await ScriptedServer.StartAsync(async context =>
        {
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                await Answers.StatusAsync(context, 200);
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync(Token);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,0.5]}],"usage":{"prompt_tokens":9}}""",
                Token);
        });
        await using var front = await StartFrontAsync(
            back.Address, static options => options.OpenAi.Task = RemoteTextTask.Embedding);
        var (status, text) = await front.PostAsync("/v1/embeddings", """{"model":"m","input":["a","b"],"dimensions":2}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"model":"m","input":["a","b"],"dimensions":2}""", body);
        Assert.Contains("\"embedding\":[1,0.5]", text, StringComparison.Ordinal);
        Assert.Contains("\"prompt_tokens\":9", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models", 200, true)]
    [InlineData("/v1/models", 503, false)]
    [InlineData("/v1/models", 401, false)]
    [InlineData("/v1/models", 429, true)]
    [InlineData("/health", 200, true)]
    [InlineData("/health", 503, false)]
    public async Task Readiness_ListOrHealth_IsTheServersOwn(string path, int status, bool isReady)
    {
        await using var back = await ScriptedServer.StartAsync(context => Answers.StatusAsync(
            context, context.Request.Path == path ? status : 404, body: """{"object":"list","data":[]}"""));
        await using var remote = await RemoteText.LoadAsync(back.Address);
        Assert.Equal(isReady, await remote.Model.IsHealthyAsync(Token));
    }

    [Fact]
    public async Task MaxModelLength_ListedByTheServer_IsTheModels()
    {
        await using var back = await Servers.StartAsync(new ScriptedText());
        await using var remote = await RemoteText.LoadAsync(back.Address);
        Assert.Equal(777, remote.Model.MaxModelLength);
    }

    private static Task<KServeServer> StartFrontAsync(Uri back, Action<RemoteModelOptions>? configure = null) =>
        Servers.StartAsync(builder => builder.AddRemoteModel(
            "m",
            RemoteText.Address(back),
            options =>
            {
                options.ModelName = "m";
                options.HealthCacheDuration = TimeSpan.FromHours(1);
                configure?.Invoke(options);
            },
            static model => model.Options.MaxConcurrency = 8));

    /// <summary>Leaves out what every answer has of its own.</summary>
    private static string Strip(string answer)
    {
        var json = JsonNode.Parse(answer)!.AsObject();
        json.Remove("id");
        json.Remove("created");
        return json.ToJsonString();
    }

    /// <summary>Joins the events of each choice by their fields: how a server cuts them is its own.</summary>
    private static string Merge(string events)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var line in events.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using var chunk = JsonDocument.Parse(line[6..]);
            Merge(chunk.RootElement.GetProperty("usage"), "usage", fields);
            foreach (var choice in chunk.RootElement.GetProperty("choices").EnumerateArray())
            {
                Merge(choice, $"{choice.GetProperty("index").GetInt32()}", fields);
            }
        }

        return string.Join('\n', fields.Select(static field => $"{field.Key}: {field.Value}"));
    }

    private static void Merge(JsonElement value, string path, SortedDictionary<string, string> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject().Where(static field => field.Name is not ("index" or "role")))
                {
                    Merge(field.Value, $"{path}.{field.Name}", fields);
                }

                break;
            case JsonValueKind.Array:
                fields[path] = fields.GetValueOrDefault(path, "")
                    + string.Concat(value.EnumerateArray().Select(static item => item.GetRawText()));
                break;
            case JsonValueKind.Null:
                break;
            default:
                fields[path] = fields.GetValueOrDefault(path, "") + value;
                break;
        }
    }
}
