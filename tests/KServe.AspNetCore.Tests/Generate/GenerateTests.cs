using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KServe.AspNetCore.Tests.OpenAi;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Generate;

public sealed class GenerateTests
{
    private const string Whole = "/v2/models/chat/generate";
    private const string Stream = "/v2/models/chat/generate_stream";

    private static readonly byte[] End = "</s>"u8.ToArray();

    [Theory]
    [InlineData(Whole)]
    [InlineData("/v2/models/chat/versions/1/generate")]
    public async Task Generate_Text_AnswersAsTheProtocolSays(string path)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(path, """{"id":"7","text_input":"say <this> again"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"id":"7","model_name":"chat","model_version":"1","text_output":"say <this> again"}""", body);
    }

    [Fact]
    public async Task Generate_Parameters_ReachTheModel()
    {
        TextGenerationRequest? seen = null;
        await using var server = await StartAsync(new ScriptedGenerator((request, _) =>
        {
            seen = request;
            return LikelyAsync();
        }));
        await server.PostAsync(Whole, """{"text_input":"x"}""");
        Assert.Equal((20, null, null), (seen!.Sampling.MaxTokens, seen.Sampling.Temperature, seen.Sampling.Logprobs));
        const string Fields =
            """
            "temperature":0.5,"top_k":3,"top_p":0.25,"max_tokens":7,"stop":["a","b"],"seed":11,"unknown":{}
            """;
        foreach (var json in (string[])
                 [
                     $$$"""{"text_input":"x","parameters":{{{{Fields}}}}}""", $$"""{"text_input":"x",{{Fields}}}""",
                 ])
        {
            var (status, body) = await server.PostAsync(Whole, json);
            Assert.True(status == HttpStatusCode.OK, body);
            var sampling = seen.Sampling;
            Assert.Equal((0.5f, 3, 0.25f), (sampling.Temperature, sampling.TopK, sampling.TopP));
            Assert.Equal((7, 11L), (sampling.MaxTokens, sampling.Seed));
            Assert.Equal(["a", "b"], sampling.Stop);
            Assert.Equal("x", seen.Text);
        }
    }

    [Fact]
    public async Task Generate_Details_TellTokensAndTheEnd()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => LikelyAsync()));
        var (_, body) = await server.PostAsync(Whole, """{"text_input":"x","parameters":{"details":true}}""");
        Assert.Equal(
            """
            {"finish_reason":"eos_token","logprobs":[{"id":1,"text":"he","logprob":-0.5,"special":false},{"id":3,"text":"llo","logprob":-9999,"special":false},{"id":2,"text":"</s>","logprob":-1,"special":false}]}
            """,
            Parse(body).GetProperty("details").GetRawText());
    }

    [Theory]
    [InlineData(GenerationFinishReason.Length, null, "length")]
    [InlineData(GenerationFinishReason.Stop, "end", "stop_sequence")]
    [InlineData(GenerationFinishReason.Stop, null, "eos_token")]
    public async Task Generate_Ends_HaveTheProtocolsReasons(GenerationFinishReason reason, string? stop, string expected)
    {
        await using var server = await StartAsync(new ScriptedGenerator((_, _) => EndAsync(reason, stop)));
        var (_, body) = await server.PostAsync(Whole, """{"text_input":"x","parameters":{"details":true}}""");
        Assert.Equal(expected, Parse(body).GetProperty("details").GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task GenerateStream_Text_SaysTheSameInPieces()
    {
        await using var server = await StartAsync();
        var events = ReadEvents((await server.PostAsync(Stream, """{"text_input":"one two three"}""")).Body);
        Assert.Equal(
            """{"model_name":"chat","model_version":"1","text_output":"one"}""", events[0].GetRawText());
        Assert.Equal("one two three", Join(events));
    }

    [Fact]
    public async Task GenerateStream_Details_HaveOneTokenEach()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => LikelyAsync()));
        var events = ReadEvents(
            (await server.PostAsync(Stream, """{"text_input":"x","parameters":{"details":true}}""")).Body);
        Assert.Equal("hello", Join(events));
        Assert.Equal(
            [(1, null), (3, null), (2, "eos_token")],
            events.Select(static one => one.GetProperty("details")).Select(static one =>
                (one.GetProperty("token").GetProperty("id").GetInt32(), one.GetProperty("finish_reason").GetString())));
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("{}", "text_input")]
    [InlineData("""{"text_input":123}""", "text_input")]
    [InlineData("""{"text_input":"a","text_input":"b"}""", null)]
    [InlineData("""{"text_input":"a","parameters":[]}""", "parameters")]
    [InlineData("""{"text_input":"a","parameters":{"stream":"false"}}""", "parameters.stream")]
    [InlineData("""{"text_input":"a","parameters":{"max_tokens":0}}""", "max_tokens")]
    [InlineData("""{"text_input":"a","parameters":{"temperature":-1}}""", "temperature")]
    [InlineData("""{"text_input":"a","parameters":{"top_p":"x"}}""", "top_p")]
    [InlineData("""{"text_input":"a","parameters":{"n":2}}""", "'parameters.n'")]
    [InlineData("""{"text_input":"a","exclude_input_in_output":false}""", "exclude_input_in_output")]
    public async Task Generate_WrongField_IsRefusedByItsName(string json, string? named)
    {
        await using var server = await StartAsync();
        foreach (var path in (string[])[Whole, Stream])
        {
            var (status, body) = await server.PostAsync(path, json);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains(named ?? "", Parse(body).GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("tensors", HttpStatusCode.NotImplemented, "Model with name tensors does not generate text.")]
    [InlineData("absent", HttpStatusCode.NotFound, "Model with name absent does not exist.")]
    public async Task Generate_NoGenerator_IsRefused(string model, HttpStatusCode expected, string message)
    {
        await using var server = await StartAsync();
        foreach (var route in (string[])["generate", "generate_stream"])
        {
            var (status, body) = await server.PostAsync($"/v2/models/{model}/{route}", """{"text_input":"x"}""");
            Assert.Equal(expected, status);
            Assert.Equal(message, Parse(body).GetProperty("error").GetString());
        }
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Stream)]
    public async Task Generate_FailsBeforeTheFirstUpdate_AnswersWithStatus(string path)
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) =>
            throw new InferenceException(InferenceErrorCode.ResourceExhausted, "The queue is full.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            }));
        var (status, body) = await server.PostAsync(path, """{"text_input":"x"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal("""{"error":"The queue is full."}""", body);
    }

    [Fact]
    public async Task GenerateStream_FailsInside_SendsAnErrorEventAndEnds()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => BreakAsync()));
        server.ExpectsErrors = true;
        var (status, body) = await server.PostAsync(Stream, """{"text_input":"x"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var events = ReadEvents(body);
        Assert.Equal("half", events[0].GetProperty("text_output").GetString());
        Assert.Equal(
            """{"error":"Model with name chat failed to answer the request."}""", events[^1].GetRawText());
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/ready")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.PostAsync(Whole, """{"text_input":"x"}""")).Status);
    }

    [Fact]
    public async Task Generate_EndsWithoutAReason_IsIncomplete()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => CutAsync()));
        var (status, body) = await server.PostAsync(Whole, """{"text_input":"x"}""");
        Assert.Equal((HttpStatusCode.InternalServerError, """{"error":"The generation is incomplete."}"""), (status, body));
        var events = ReadEvents((await server.PostAsync(Stream, """{"text_input":"x"}""")).Body);
        Assert.Equal("The generation is incomplete.", events[^1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Generate_OtherMethodOrType_IsRefused()
    {
        await using var server = await StartAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.GetAsync(Whole)).Status);
        using var text = new StringContent("""{"text_input":"x"}""");
        using var response = await server.PostAsync(Whole, text);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static Task<KServeServer> StartAsync(ScriptedGenerator? model = null) =>
        KServeServer.StartAsync(builder => builder
            .AddPredictor("chat", _ => model ?? ScriptedGenerator.Echo())
            .AddPredictor("tensors", static _ => new EchoPredictor()));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static string Join(IEnumerable<JsonElement> events) =>
        string.Concat(events.Select(static one => one.GetProperty("text_output").GetString()));

    private static JsonElement[] ReadEvents(string body)
    {
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        return
        [
            .. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static one =>
            {
                Assert.StartsWith("data: ", one, StringComparison.Ordinal);
                return Parse(one["data: ".Length..]);
            }),
        ];
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> LikelyAsync()
    {
        await Task.Yield();
        yield return new TextGenerationUpdate
        {
            Text = "hello",
            Logprobs =
            [
                new TextLogprob(1, "he", "he"u8.ToArray(), -0.5f),
                new TextLogprob(3, "llo", "llo"u8.ToArray(), float.NegativeInfinity),
            ],
        };
        yield return new TextGenerationUpdate
        {
            Logprobs = [new TextLogprob(2, "</s>", End, -1)],
            FinishReason = GenerationFinishReason.Stop,
        };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> EndAsync(GenerationFinishReason reason, string? stop)
    {
        await Task.Yield();
        yield return new TextGenerationUpdate { Text = "x", FinishReason = reason, StopText = stop };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> CutAsync()
    {
        await Task.Yield();
        yield return new TextGenerationUpdate { Text = "half" };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> BreakAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new TextGenerationUpdate { Text = "half" };
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("secret");
    }
}
