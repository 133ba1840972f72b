using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.OpenAi;

/// <summary>What the tests of OpenAI's routes share.</summary>
public abstract class OpenAiTest
{
    protected const string Chat = "/openai/v1/chat/completions";
    protected const string Completions = "/openai/v1/completions";
    protected const string Responses = "/openai/v1/responses";

    private protected static Task<KServeServer> StartAsync(ScriptedGenerator? model = null) =>
        KServeServer.StartAsync(builder => builder
            .AddPredictor("chat", _ => model ?? ScriptedGenerator.Echo())
            .AddPredictor("tensors", static _ => new EchoPredictor()));

    protected static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    /// <summary>Takes an event stream apart, and checks that it is one.</summary>
    protected static IReadOnlyList<JsonElement> ReadEvents(string body)
    {
        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        return
        [
            .. events[..^1].Select(static one =>
            {
                Assert.StartsWith("data: ", one, StringComparison.Ordinal);
                return Parse(one["data: ".Length..]);
            }),
        ];
    }
}
