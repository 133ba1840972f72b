using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Runtime.Generative.Tests.Chat;

public sealed class ModelChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetResponseAsync_Options_ReachTheModel()
    {
        var model = new ScriptedModel(
            new TextGenerationUpdate { Text = "Hel" },
            new TextGenerationUpdate
            {
                Text = "lo",
                FinishReason = GenerationFinishReason.Length,
                Usage = new TextGenerationUsage(7, 2, 4),
            });
        using var host = await StartAsync(model);
        var options = new ChatOptions
        {
            Instructions = "be kind",
            Temperature = 0.25f,
            TopP = 0.5f,
            TopK = 3,
            MaxOutputTokens = 9,
            Seed = 11,
            StopSequences = ["end"],
            FrequencyPenalty = 1,
            PresencePenalty = -1,
            ResponseFormat = ChatResponseFormat.Json,
            RawRepresentationFactory = static _ => new TextGenerationRequest { CacheSalt = "salt" },
        };
        var response = await GetClient(host).GetResponseAsync("Hi", options, Token);

        Assert.Equal("Hello", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal("chat", response.ModelId);
        Assert.Equal((7, 2, 9, 4), (
            response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount,
            response.Usage.CachedInputTokenCount));
        var request = model.Request!;
        Assert.Equal([("system", "be kind"), ("user", "Hi")], request.Messages!.Select(static m => (m.Role, m.Content!)));
        Assert.Equal("salt", request.CacheSalt);
        Assert.Equal(OutputConstraintKind.JsonObject, request.Constraint!.Kind);
        var sampling = request.Sampling;
        Assert.Equal<(float?, float?, int?)>((0.25f, 0.5f, 3), (sampling.Temperature, sampling.TopP, sampling.TopK));
        Assert.Equal((9, 11L, 1f, -1f), (
            sampling.MaxTokens, sampling.Seed, sampling.FrequencyPenalty, sampling.PresencePenalty));
        Assert.Equal(["end"], sampling.Stop);
    }

    [Fact]
    public async Task GetResponseAsync_ToolCalls_ComeBackWhole()
    {
        var model = new ScriptedModel(
            new TextGenerationUpdate { ToolCalls = [new ToolCallUpdate(0, "{\"city\":") { Id = "c1", Name = "weather" }] },
            new TextGenerationUpdate
            {
                ToolCalls = [new ToolCallUpdate(0, "\"Rome\"}"), new ToolCallUpdate(1, "not json") { Id = "c2", Name = "x" }],
                FinishReason = GenerationFinishReason.ToolCalls,
            });
        using var host = await StartAsync(model);
        var tool = AIFunctionFactory.Create(static (string city) => $"sun in {city}", "weather", "Tells the weather");
        var response = await GetClient(host).GetResponseAsync(
            "Weather?", new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireSpecific("weather") }, Token);

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var calls = response.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().ToArray();
        Assert.Equal("Rome", calls[0].Arguments!["city"]!.ToString());
        Assert.NotNull(calls[1].Exception);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "weather"), model.Request!.ToolChoice);
        var definition = model.Request.Tools.Single();
        Assert.Equal("weather", definition.Json.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("object", definition.Parameters!.Value.GetProperty("type").GetString());
        Assert.False(definition.IsStrict);
    }

    [Theory]
    [InlineData("Strict", true, true)]
    [InlineData("strict", false, false)]
    [InlineData("other", true, false)]
    public async Task GetResponseAsync_StrictFunction_IsAStrictTool(string property, bool value, bool expected)
    {
        var model = new ScriptedModel(new TextGenerationUpdate { Text = "ok" });
        using var host = await StartAsync(model);
        var tool = AIFunctionFactory.Create(static (string city) => city, new AIFunctionFactoryOptions
        {
            Name = "weather",
            AdditionalProperties = new Dictionary<string, object?> { [property] = value },
        });
        await GetClient(host).GetResponseAsync("Weather?", new ChatOptions { Tools = [tool] }, Token);
        Assert.Equal(expected, model.Request!.Tools.Single().IsStrict);
    }

    [Fact]
    public async Task GetResponseAsync_ToolResults_BecomeMessages()
    {
        var model = new ScriptedModel(new TextGenerationUpdate { FinishReason = GenerationFinishReason.Stop });
        using var host = await StartAsync(model);
        await GetClient(host).GetResponseAsync(
            [
                new(ChatRole.User, "Weather?"),
                new(ChatRole.Assistant, [new FunctionCallContent(
                    "c1", "weather", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Rome" })]),
                new(ChatRole.Tool, [new FunctionResultContent("c1", "sun"), new FunctionResultContent("c2", 4)]),
            ],
            cancellationToken: Token);
        Assert.Equal(
            [("user", "Weather?", null), ("assistant", null, null), ("tool", "sun", "c1"), ("tool", "4", "c2")],
            model.Request!.Messages!.Select(static m => (m.Role, m.Content, m.ToolCallId)));
        Assert.Equal(new ToolCall("c1", "weather", """{"city":"Rome"}"""), model.Request.Messages![1].ToolCalls.Single());
    }

    [Fact]
    public async Task GetResponseAsync_WrongOption_IsNamed()
    {
        using var host = await StartAsync(new ScriptedModel());
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            GetClient(host).GetResponseAsync("x", new ChatOptions { Temperature = 3 }, Token));
        Assert.Equal("temperature", error.Parameter);
        var image = new Microsoft.Extensions.AI.ChatMessage(ChatRole.User, [new DataContent(new byte[1], "image/png")]);
        await Assert.ThrowsAsync<InferenceException>(() => GetClient(host).GetResponseAsync([image], null, Token));
    }

    private static IChatClient GetClient(IHost host) => host.Services.GetRequiredKeyedService<IChatClient>("chat");

    private static async Task<IHost> StartAsync(ScriptedModel model)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddKServeCore().AddPredictor("chat", _ => model).AddChatClient("chat");
        var host = builder.Build();
        await host.StartAsync(Token);
        var health = host.Services.GetRequiredService<ServerHealth>();
        while (!await health.IsReadyAsync(Token))
        {
            await Task.Yield();
        }

        return host;
    }
}
