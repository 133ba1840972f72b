using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

/// <summary>What a client writes is what a server reads, and the other way round.</summary>
public sealed class OpenAiClientSideTests
{
    private const int Seed = 20261122;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteRequest_AnyRequest_IsReadAsItself(bool isChat)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var request = Create(random, isChat);
            var body = Write(request);
            var read = isChat ? OpenAiJson.ReadChat(body) : OpenAiJson.ReadCompletion(body);
            Assert.Equal("remote", read.Model);
            Assert.Equal(request.Sampling.PromptLogprobs is null, read.IsStream && read.IncludesUsage);

            // Written again, all that it holds is compared at once.
            Assert.Equal(Encoding.UTF8.GetString(body.Span), Encoding.UTF8.GetString(Write(read.Prompts[0]).Span));
            Assert.Equal(request.Sampling.Temperature, read.Prompts[0].Sampling.Temperature);
            Assert.Equal(request.Sampling.MaxTokens, read.Prompts[0].Sampling.MaxTokens);
            Assert.Equal(request.Sampling.Logprobs, read.Prompts[0].Sampling.Logprobs);
            Assert.Equal(request.ContinuesFinalMessage, read.Prompts[0].ContinuesFinalMessage);
            Assert.Equal(request.Messages?.Count, read.Prompts[0].Messages?.Count);
        }
    }

    [Fact]
    public void WriteRequest_NothingAsked_SendsNothingThatOnlySomeServersKnow()
    {
        var body = Write(new TextGenerationRequest { Messages = [new ChatMessage("user", "hi")] });
        Assert.Equal(
            """{"model":"remote","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""",
            Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void WriteRequest_OtherForm_IsKept()
    {
        var body = Write(
            new TextGenerationRequest
            {
                Messages = [new ChatMessage("user", "hi")],
                Sampling = new SamplingParameters { MaxTokens = 5 },
                Constraint = new OutputConstraint(OutputConstraintKind.JsonSchema, "{}"),
            },
            new OpenAiRequestForm { UsesMaxCompletionTokens = true, AsksForUsage = false, MarksSchemasStrict = false });
        Assert.Equal(
            """{"model":"remote","messages":[{"role":"user","content":"hi"}],"stream":true,"max_completion_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{}}}}""",
            Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void WriteRequest_SchemaThatIsNoJson_IsRefused()
    {
        var error = Assert.Throws<InferenceException>(() => Write(new TextGenerationRequest
        {
            Text = "x",
            Constraint = new OutputConstraint(OutputConstraintKind.JsonSchema, "{\"a\":"),
        }));
        Assert.Equal((InferenceErrorCode.InvalidArgument, "response_format"), (error.Code, error.Parameter));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadChunk_WhatTheServerWrites_IsTheUpdate(bool isChat)
    {
        var update = new TextGenerationUpdate
        {
            Choice = 1,
            Text = "h\u00e9",
            Reasoning = isChat ? "thus" : null,
            TokenIds = [5, 9],
            Logprobs = [Token(5, "h", -0.5f, Token(-1, "x", -1), Token(-1, "y", -2)), Token(9, "\u00e9", -0.25f)],
            ToolCalls = isChat ? [new ToolCallUpdate(2, "{}") { Id = "c", Name = "f" }, new ToolCallUpdate(0, "x")] : [],
            FinishReason = GenerationFinishReason.Stop,
            StopText = "end",
        };
        using var writer = OpenAiJson.CreateWriter(
            new OpenAiRequest
            {
                Model = "m",
                IsChat = isChat,
                IncludesUsageAlways = true,
                Prompts =
                [
                    new TextGenerationRequest
                    {
                        ReturnsTokenIds = true,
                        Sampling = new SamplingParameters { Logprobs = 2, Count = 2 },
                    },
                ],
            },
            "id",
            DateTimeOffset.UnixEpoch);
        var body = new ArrayBufferWriter<byte>();
        writer.WriteEvents(
            body, update with { Usage = new TextGenerationUsage(7, 3, 2) { ReasoningTokens = 1 } });

        // The role of a chat goes ahead, in an event of its own.
        var events = Encoding.UTF8.GetString(body.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var chunk = OpenAiJson.ReadChunk(Encoding.UTF8.GetBytes(events[^1]["data: ".Length..]));

        Assert.Equal(new TextGenerationUsage(7, 3, 2) { ReasoningTokens = 1 }, chunk.Usage);
        var read = Assert.Single(chunk.Updates);
        Assert.Equal((1, "h\u00e9", update.Reasoning), (read.Choice, read.Text, read.Reasoning));
        Assert.Equal((GenerationFinishReason.Stop, "end"), (read.FinishReason, read.StopText));
        Assert.Equal(update.TokenIds, read.TokenIds);
        Assert.Equal(update.ToolCalls, read.ToolCalls);
        Assert.Equal(
            update.Logprobs.Select(static one => (one.TokenId, one.Text, one.Logprob)),
            read.Logprobs.Select(static one => (one.TokenId, one.Text, one.Logprob)));
        Assert.Equal(
            (isChat ? "" : "h") + "xy",
            string.Concat(read.Logprobs[0].Top.Select(static one => one.Text)));
    }

    [Theory]
    [InlineData("""{"error":{"message":"no","type":"invalid_request_error","param":"n","code":"bad_n"}}""", "no", 400, "n", "bad_n")]
    [InlineData("""{"error":{"message":"no","type":"BadRequestError","param":null,"code":422}}""", "no", 422, null, null)]
    [InlineData("""{"error":"Input validation error","error_type":"validation"}""", "Input validation error", 400, null, null)]
    [InlineData("""{"object":"error","message":"no","type":"NotFoundError","code":404}""", "no", 404, null, null)]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null, null, null)]
    [InlineData("""{"error":{"message":"later","type":"server_error","code":"overloaded"}}""", "later", 503, null, "overloaded")]
    [InlineData("""{"error":{"message":"a\nb","code":"two words"}}""", "a b", null, null, null)]
    [InlineData("""{"error":{"message":"cut off","ty""", "cut off", null, null, null)]
    public void ReadError_ShapesOfServers_AreUnderstood(
        string body, string message, int? status, string? parameter, string? reason)
    {
        var error = OpenAiJson.ReadError(Encoding.UTF8.GetBytes(body));
        Assert.Equal(
            (message, status, parameter, reason), (error!.Message, error.Status, error.Parameter, error.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"choices":[]}""")]
    public void ReadError_NoError_IsNull(string body) =>
        Assert.Null(OpenAiJson.ReadError(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"choices":[1]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"\ud800"}}]}""")]
    public void ReadChunk_NoAnswer_IsRefused(string body) =>
        Assert.Throws<InferenceException>(() => OpenAiJson.ReadChunk(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void ReadEmbeddings_NumbersAndBase64InAnyOrder_AreVectors()
    {
        var base64 = Convert.ToBase64String(new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 });
        var result = OpenAiJson.ReadEmbeddings(
            Encoding.UTF8.GetBytes(
                $$$"""{"data":[{"index":1,"embedding":[3,4.5]},{"index":0,"embedding":"{{{base64}}}"}],"usage":{"prompt_tokens":6}}"""),
            2);
        Assert.Equal([1f, 2f], result.Vectors[0].ToArray());
        Assert.Equal([3f, 4.5f], result.Vectors[1].ToArray());
        Assert.Equal(6, result.PromptTokens);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":["x"]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1e99]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"!!"}]}""")]
    [InlineData("""{"data":2}""")]
    public void ReadEmbeddings_NotWhatWasAskedFor_IsRefused(string body) =>
        Assert.Throws<InferenceException>(() => OpenAiJson.ReadEmbeddings(Encoding.UTF8.GetBytes(body), 2));

    private static TextLogprob Token(int id, string text, float logprob, params TextLogprob[] top) =>
        new(id, text, Encoding.UTF8.GetBytes(text), logprob) { Top = top };

    private static ReadOnlyMemory<byte> Write(TextGenerationRequest request, OpenAiRequestForm? form = null)
    {
        var body = new ArrayBufferWriter<byte>();
        OpenAiJson.WriteRequest(body, "remote", request, form ?? OpenAiRequestForm.Default);
        return body.WrittenMemory;
    }

    private static TextGenerationRequest Create(Random random, bool isChat)
    {
        var continues = isChat && random.Next(4) == 0;
        var request = new TextGenerationRequest
        {
            Sampling = CreateSampling(random, isChat),
            Constraint = CreateConstraint(random),
            AddsSpecialTokens = Maybe(random, () => random.Next(2) == 0),
            ReturnsTokenIds = random.Next(2) == 0,
            CacheSalt = random.Next(2) == 0 ? "salt" : null,
            Tenant = random.Next(2) == 0 ? "tenant" : null,
            Priority = random.Next(-2, 3),
            ToolChoice = ToolChoice.None,
        };
        if (!isChat)
        {
            return random.Next(2) == 0
                ? request with { Text = Text(random) }
                : request with { TokenIds = [random.Next(9), random.Next(9)] };
        }

        using var tool = JsonDocument.Parse(
            """{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}""");
        var hasTools = random.Next(2) == 0;
        using var arguments = JsonDocument.Parse("""{"enable_thinking":false,"documents":[{"a":1}],"reasoning_effort":"low"}""");
        return request with
        {
            Messages =
            [
                new ChatMessage("system", Text(random)),
                new ChatMessage("user", Text(random)) { Name = random.Next(2) == 0 ? "ann" : null },
                new ChatMessage("assistant", null) { ToolCalls = [new ToolCall("c", "f", "{\"x\":1}")], Reasoning = "r" },
                new ChatMessage("tool", "42") { ToolCallId = "c" },
            ],
            Tools = hasTools ? [new ToolDefinition("f", tool.RootElement.Clone()) { IsStrict = random.Next(2) == 0 }] : [],
            ToolChoice = !hasTools ? ToolChoice.None : random.Next(4) switch
            {
                0 => ToolChoice.Auto,
                1 => ToolChoice.None,
                2 => ToolChoice.Required,
                _ => new ToolChoice(ToolChoiceMode.Named, "f"),
            },
            AllowsParallelToolCalls = !hasTools || random.Next(2) == 0,
            AddsGenerationPrompt = !continues,
            ContinuesFinalMessage = continues,
            TemplateArguments = random.Next(2) == 0
                ? new Dictionary<string, JsonElement>(StringComparer.Ordinal)
                : arguments.RootElement.EnumerateObject().ToDictionary(
                    static entry => entry.Name, static entry => entry.Value.Clone(), StringComparer.Ordinal),
        };
    }

    private static SamplingParameters CreateSampling(Random random, bool isChat) => new()
    {
        Count = random.Next(1, 4),
        MaxTokens = isChat ? Maybe(random, () => random.Next(5, 50)) : random.Next(5, 50),
        MinTokens = random.Next(0, 4),
        Temperature = Maybe(random, () => random.Next(1, 5) / 2f),
        TopP = Maybe(random, () => random.Next(1, 11) / 10f),
        TopK = Maybe(random, () => random.Next(-1, 5)),
        MinP = Maybe(random, () => random.Next(0, 3) / 10f),
        PresencePenalty = random.Next(-4, 5) / 2f,
        FrequencyPenalty = random.Next(-4, 5) / 2f,
        RepetitionPenalty = Maybe(random, () => random.Next(1, 5) / 2f),
        RepetitionDetection = random.Next(2) == 0 ? null : new RepetitionDetection(9, 2, 3),
        Seed = Maybe(random, () => random.NextInt64()),
        Stop = random.Next(2) == 0 ? [] : ["a", Text(random)],
        StopTokenIds = random.Next(2) == 0 ? [] : [1, 2],
        IncludesStop = random.Next(2) == 0,
        IgnoresEndOfSequence = random.Next(2) == 0,
        SkipsSpecialTokens = random.Next(2) == 0,
        LogitBias = random.Next(2) == 0 ? new Dictionary<int, float>() : new Dictionary<int, float> { [7] = -1.5f },
        AllowedTokenIds = random.Next(2) == 0 ? null : [3, 4],
        BadWords = random.Next(2) == 0 ? [] : ["bad"],
        Logprobs = Maybe(random, () => random.Next(0, 5)),
        PromptLogprobs = Maybe(random, () => random.Next(0, 5)),
    };

    private static OutputConstraint? CreateConstraint(Random random) => random.Next(6) switch
    {
        0 => new OutputConstraint(OutputConstraintKind.JsonObject),
        1 => new OutputConstraint(OutputConstraintKind.JsonSchema, """{"type":"object"}"""),
        2 => new OutputConstraint(OutputConstraintKind.Regex, "a+"),
        3 => new OutputConstraint(OutputConstraintKind.Grammar, "root ::= \"a\""),
        4 => new OutputConstraint(OutputConstraintKind.Choice) { Choices = ["yes", "no"] },
        _ => null,
    };

    private static T? Maybe<T>(Random random, Func<T> create)
        where T : struct => random.Next(2) == 0 ? null : create();

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "aé\"\\\n\u2028😀"[random.Next(6)]));
}
