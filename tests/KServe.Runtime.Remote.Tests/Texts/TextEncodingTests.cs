using System.Net;
using System.Text.Json.Nodes;
using KServe.AspNetCore.Tests;
using KServe.Client;
using KServe.Client.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Texts;

/// <summary>Vectors and tokens, by one server in front of another.</summary>
public sealed class TextEncodingTests
{
    private const string Failed = "Model with name m failed at its remote server.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RemoteTextTask.Embedding, "/v1/embeddings", "\"input\":[\"a\",\"bcd\"],\"dimensions\":3")]
    [InlineData(RemoteTextTask.Embedding, "/v1/embeddings", "\"input\":[[1,2],[3]],\"encoding_format\":\"base64\"")]
    [InlineData(RemoteTextTask.Score, "/v1/rerank", "\"query\":\"q\",\"documents\":[\"abc\",\"a\",\"ab\"]")]
    [InlineData(
        RemoteTextTask.Score,
        "/v1/rerank",
        "\"query\":\"q\",\"documents\":[\"abc\",\"a\",\"ab\"],\"top_n\":2,\"return_documents\":false")]
    [InlineData(RemoteTextTask.Score, "/v1/score", "\"text_1\":\"q\",\"text_2\":[\"abc\",\"a\"]")]
    [InlineData(RemoteTextTask.Score, "/v1/score", "\"text_1\":[\"q\",\"longer\"],\"text_2\":[\"abc\",\"a\"]")]
    [InlineData(
        RemoteTextTask.Score, "/v1/score", "\"text_1\":\"q\",\"text_2\":\"abc\",\"truncate_prompt_tokens\":-1")]
    [InlineData(RemoteTextTask.Classification, "/v1/classify", "\"input\":[\"a\",\"ab\"]")]
    [InlineData(RemoteTextTask.Classification, "/classify", "\"input\":\"abc\"")]
    public async Task Vectors_ThroughTheRemote_AreTheServersOwn(RemoteTextTask task, string path, string fields)
    {
        await using var back = await Servers.StartAsync(new ScriptedEncoder(Enum.Parse<TextEncodingTask>($"{task}")));
        await using var front = await StartFrontAsync(back.Address, task);
        var body = $"{{\"model\":\"m\",{fields}}}";
        var (status, direct) = await back.PostAsync(path, body);
        var (throughStatus, through) = await front.PostAsync(path, body);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, throughStatus));
        Assert.Equal(Strip(direct), Strip(through));
    }

    [Theory]
    [InlineData("/tokenize", "\"prompt\":\"one two\"")]
    [InlineData("/tokenize", "\"prompt\":\"one two\",\"add_special_tokens\":true,\"return_token_strs\":true")]
    [InlineData("/tokenize", "\"messages\":[{\"role\":\"user\",\"content\":\"hi you\"}]")]
    [InlineData(
        "/tokenize",
        "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
        + "\"add_generation_prompt\":false,\"chat_template_kwargs\":{\"a\":1,\"b\":2},\"return_token_strs\":true")]
    [InlineData("/detokenize", "\"tokens\":[3,1,2]")]
    [InlineData("/detokenize", "\"tokens\":[99]")]
    public async Task Tokens_ThroughTheRemote_AreTheServersOwn(string path, string fields)
    {
        await using var back = await Servers.StartAsync(new ScriptedText());
        await using var front = await StartFrontAsync(back.Address, RemoteTextTask.Generation);
        var body = $"{{\"model\":\"m\",{fields}}}";
        Assert.Equal(await back.PostAsync(path, body), await front.PostAsync(path, body));
    }

    [Theory]
    [InlineData(RemoteTextTask.Score, "{\"results\":[{\"index\":0,\"relevance_score\":1}]}")]
    [InlineData(
        RemoteTextTask.Score,
        "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":0,\"relevance_score\":1}]}")]
    [InlineData(
        RemoteTextTask.Score,
        "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":2,\"relevance_score\":1}]}")]
    [InlineData(
        RemoteTextTask.Score,
        "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,\"relevance_score\":1e999}]}")]
    [InlineData(
        RemoteTextTask.Score, "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,\"score\":1}]}")]
    [InlineData(RemoteTextTask.Score, "{\"results\":[1,2]}")]
    [InlineData(RemoteTextTask.Score, "[]")]
    [InlineData(RemoteTextTask.Classification, "{\"data\":[{\"index\":0,\"probs\":[1]},{\"index\":1,\"probs\":[]}]}")]
    [InlineData(
        RemoteTextTask.Classification, "{\"data\":[{\"index\":0,\"probs\":[1]},{\"index\":1,\"probs\":[0.5,0.5]}]}")]
    [InlineData(
        RemoteTextTask.Classification, "{\"data\":[{\"index\":0,\"probs\":[1]},{\"index\":1,\"probs\":[\"x\"]}]}")]
    [InlineData(RemoteTextTask.Classification, "{\"data\":{}}")]
    public async Task Vectors_OfAServerThatLies_AreAFailure(RemoteTextTask task, string answer)
    {
        await using var back = await AnsweringAsync(answer);
        await using var front = await StartFrontAsync(back.Address, task);
        var (path, fields) = task == RemoteTextTask.Score
            ? ("/v1/rerank", "\"query\":\"q\",\"documents\":[\"a\",\"b\"]")
            : ("/v1/classify", "\"input\":[\"a\",\"b\"]");
        var (status, text) = await front.PostAsync(path, $"{{\"model\":\"m\",{fields}}}");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains(Failed, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tokenize", "{\"count\":2,\"tokens\":[1,\"2\"]}")]
    [InlineData("/tokenize", "{\"count\":2,\"tokens\":[1,2.5]}")]
    [InlineData("/tokenize", "{\"count\":2,\"tokens\":[1,2],\"token_strs\":[\"a\"]}")]
    [InlineData("/tokenize", "{\"count\":2,\"tokens\":[1,2],\"token_strs\":[\"a\",null]}")]
    [InlineData("/tokenize", "{\"count\":3,\"tokens\":[1,2],\"token_strs\":[\"a\",\"b\"]}")]
    [InlineData("/tokenize", "{\"tokens\":[],\"token_strs\":[]}")]
    [InlineData("/tokenize", "{\"count\":1}")]
    [InlineData("/detokenize", "{\"prompt\":7}")]
    [InlineData("/detokenize", "{")]
    public async Task Tokens_OfAServerThatLies_AreAFailure(string path, string answer)
    {
        await using var back = await AnsweringAsync(answer);
        await using var front = await StartFrontAsync(back.Address, RemoteTextTask.Generation);
        var (status, text) = await front.PostAsync(
            path,
            path == "/tokenize"
                ? "{\"model\":\"m\",\"prompt\":\"a\",\"return_token_strs\":true}"
                : "{\"model\":\"m\",\"tokens\":[1]}");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains(Failed, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_ThatHoldControlCharactersOrNothing_AreCleanedOrNumbers()
    {
        await using var back = await AnsweringAsync(
            "{\"data\":[{\"label\":\"a\\u0007b\",\"probs\":[0,1]},{\"label\":null,\"probs\":[0,1]}]}");
        await using var front = await StartFrontAsync(back.Address, RemoteTextTask.Classification);
        var (_, text) = await front.PostAsync("/v1/classify", "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}");
        var labels = JsonNode.Parse(text)!["data"]!.AsArray().Select(static item => (string?)item!["label"]);
        Assert.DoesNotContain('\a', string.Concat(labels));
        Assert.Equal("1", labels.Last());
    }

    [Fact]
    public async Task Tokens_BaseBelowAPathOfItsOwn_AreAskedForBesideIt()
    {
        List<string> paths = [];
        await using var back = await ScriptedServer.StartAsync(context =>
        {
            paths.Add(context.Request.Path);
            return Answers.StatusAsync(context, 200, body: "{\"tokens\":[1],\"prompt\":\"a\"}");
        });
        foreach (var path in (string[])["/v1", "/proxy/v1", "/openai/v1", "/other"])
        {
            using var client = new LanguageModelClient(new Uri(back.Address, path));
            await client.DetokenizeAsync("m", [1], cancellationToken: Token);
        }

        Assert.Equal(["/detokenize", "/proxy/detokenize", "/detokenize", "/detokenize"], paths);
    }

    private static Task<ScriptedServer> AnsweringAsync(string answer) => ScriptedServer.StartAsync(context =>
        HttpMethods.IsPost(context.Request.Method)
            ? Answers.StatusAsync(context, 200, body: answer)
            : Answers.StatusAsync(context, 200, body: "{\"data\":[]}"));

    private static Task<KServeServer> StartFrontAsync(Uri back, RemoteTextTask task) =>
        Servers.StartAsync(builder => builder.AddRemoteModel(
            "m",
            RemoteText.Address(back),
            options =>
            {
                options.ModelName = "m";
                options.OpenAi.Task = task;
                options.HealthCacheDuration = TimeSpan.FromHours(1);
            }));

    /// <summary>Leaves out what every answer has of its own.</summary>
    private static string Strip(string answer)
    {
        var json = JsonNode.Parse(answer)!.AsObject();
        json.Remove("id");
        json.Remove("created");
        return json.ToJsonString();
    }
}
