using System.Text.Json;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Serving;

/// <summary>The trained chat model with a tool that it may call, strict or not.</summary>
public sealed class StrictToolTests
{
    private const string Question = "What is the weather in Paris?";
    private const string Any = """{"type":"object","properties":{"location":{"type":"string"}},"required":["location"]}""";
    private const string OnlyOslo = """{"type":"object","properties":{"location":{"enum":["Oslo","Bergen"]},"days":{"type":"integer","minimum":1,"maximum":7}},"required":["location","days"],"additionalProperties":false}""";

    [Fact]
    public async Task GenerateAsync_StrictTool_IsCalledAsTheModelLikes()
    {
        await using var served = await ServedChat.StartAsync();
        var loose = await RunAsync(served, Ask(Question, Any, isStrict: false));
        var strict = await RunAsync(served, Ask(Question, Any, isStrict: true));
        Assert.Equal("get_weather", strict.Call!.Name);
        Assert.Equal("Paris", strict.Arguments.GetProperty("location").GetString());
        Assert.Equal(loose.Call!.Arguments, strict.Call.Arguments);
        Assert.Equal(GenerationFinishReason.ToolCalls, strict.Reason);
    }

    [Fact]
    public async Task GenerateAsync_SchemaAgainstTheModel_IsKeptByTheStrictToolAlone()
    {
        await using var served = await ServedChat.StartAsync();

        // The model has learned from prompts with the simple schema, and sees that one here too.
        var loose = await RunAsync(served, Ask(Question, OnlyOslo, isStrict: false));
        Assert.Equal("Paris", loose.Arguments.GetProperty("location").GetString());
        Assert.False(loose.Arguments.TryGetProperty("days", out _));
        var strict = await RunAsync(served, Ask(Question, OnlyOslo, isStrict: true));
        Assert.Contains(strict.Arguments.GetProperty("location").GetString(), new[] { "Oslo", "Bergen" });
        Assert.InRange(strict.Arguments.GetProperty("days").GetInt32(), 1, 7);
        Assert.Equal(2, strict.Arguments.EnumerateObject().Count());
        Assert.Equal(GenerationFinishReason.ToolCalls, strict.Reason);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("Hello!")]
    public async Task GenerateAsync_StrictToolThatIsNotCalled_ChangesNothing(string question)
    {
        await using var served = await ServedChat.StartAsync();
        var loose = await RunAsync(served, Ask(question, Any, isStrict: false));
        var strict = await RunAsync(served, Ask(question, Any, isStrict: true));
        Assert.NotEqual("", loose.Text);
        Assert.Null(loose.Call);
        Assert.Equal(loose, strict);
    }

    [Fact]
    public async Task GenerateAsync_StrictSchemaThatCannotBeKept_IsRefused()
    {
        await using var served = await ServedChat.StartAsync();
        const string Schema = """{"type":"object","not":{}}""";
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => served.RunAsync(Ask(Question, Schema, isStrict: true)));
        Assert.Equal((InferenceErrorCode.InvalidArgument, "tools"), (error.Code, error.Parameter));
        Assert.NotNull((await RunAsync(served, Ask(Question, Schema, isStrict: false))).Call);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GenerateAsync_ToolBesideAFormat_IsCalledOrTheFormatIsKept(bool isStrict)
    {
        await using var served = await ServedChat.StartAsync();
        var format = new OutputConstraint(OutputConstraintKind.JsonSchema, """{"type":"object","properties":{"answer":{"type":"string","maxLength":20}},"required":["answer"]}""");
        var called = await RunAsync(served, Ask(Question, Any, isStrict) with { Constraint = format });
        Assert.Equal("Paris", called.Arguments.GetProperty("location").GetString());

        // Where it may not call, nothing but the format is left.
        var mark = (await served.RunAsync(
            Ask(Question, Any, isStrict) with { Constraint = format, ReturnsTokenIds = true }))[0].TokenIds[0];
        var unlike = new SamplingParameters
        {
            Temperature = 0, MaxTokens = 100, LogitBias = new Dictionary<int, float> { [mark] = -100 },
        };
        var told = await RunAsync(
            served, Ask(Question, Any, isStrict) with { Constraint = format, Sampling = unlike });
        using var answer = JsonDocument.Parse(told.Text);
        Assert.Equal(JsonValueKind.String, answer.RootElement.GetProperty("answer").ValueKind);
        Assert.Null(told.Call);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GenerateAsync_MarksOfCallsThatAreSpecialTokens_AreRead(bool isStrict)
    {
        using var folder = new SpecialMarks();
        await using var served = await ServedChat.StartAsync(folder.Path);
        var called = await RunAsync(served, Ask(Question, Any, isStrict));
        Assert.Equal("Paris", called.Arguments.GetProperty("location").GetString());
        Assert.Equal("", called.Text);
        var required = await RunAsync(served, Ask(Question, Any, isStrict) with { ToolChoice = ToolChoice.Required });
        Assert.Equal(called.Call!.Arguments, required.Call!.Arguments);
    }

    private static TextGenerationRequest Ask(string question, string schema, bool isStrict) =>
        ServedChat.Ask(question, new SamplingParameters { Temperature = 0, MaxTokens = 100 }) with
        {
            Tools =
            [
                new ToolDefinition("get_weather", JsonDocument.Parse(
                    $$$"""{"type":"function","function":{"name":"get_weather","description":"Get the current weather for a city","parameters":{{{Any}}}}}""").RootElement)
                {
                    Parameters = JsonDocument.Parse(schema).RootElement,
                    IsStrict = isStrict,
                },
            ],
            ToolChoice = ToolChoice.Auto,
        };

    private static async Task<Answer> RunAsync(ServedChat served, TextGenerationRequest request)
    {
        var updates = await served.RunAsync(request);
        var call = updates.SelectMany(static update => update.ToolCalls).SingleOrDefault();
        return new Answer(
            string.Concat(updates.Select(static update => update.Text)),
            call is null ? null : new ToolCall("", call.Name!, call.Arguments),
            updates[^1].FinishReason);
    }

    private sealed record Answer(string Text, ToolCall? Call, GenerationFinishReason? Reason)
    {
        public JsonElement Arguments => JsonDocument.Parse(Call!.Arguments).RootElement;
    }

    /// <summary>The model's folder, with the marks of calls as special tokens, as Mistral's vocabularies have them.</summary>
    private sealed class SpecialMarks : IDisposable
    {
        public SpecialMarks()
        {
            foreach (var file in (string[])["config.json", "generation_config.json", "model.safetensors", "tokenizer_config.json"])
            {
                File.Copy(System.IO.Path.Combine(ServedChat.Folder, file), System.IO.Path.Combine(Path, file));
            }

            var tokenizer = System.Text.Json.Nodes.JsonNode.Parse(
                File.ReadAllBytes(System.IO.Path.Combine(ServedChat.Folder, "tokenizer.json")))!;
            foreach (var token in tokenizer["added_tokens"]!.AsArray())
            {
                token!["special"] = true;
            }

            File.WriteAllText(System.IO.Path.Combine(Path, "tokenizer.json"), tokenizer.ToJsonString());
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("kserve-marks-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
