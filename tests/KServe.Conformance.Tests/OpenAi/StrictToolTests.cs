using System.Text.Json;
using OpenAI.Chat;
using OpenAI.Responses;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>OpenAI's .NET client with a strict tool that the trained chat model may call, against its habit.</summary>
public sealed class StrictToolTests(LanguageModelServer server) : IClassFixture<LanguageModelServer>
{
    private const string Question = "What is the weather in Paris?";

    private static readonly BinaryData Schema = BinaryData.FromString(
        """{"type":"object","properties":{"location":{"type":"string","enum":["Oslo","Bergen"]},"days":{"type":"integer"}},"required":["location","days"],"additionalProperties":false}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CompleteChat_StrictTool_IsCalledByItsSchemaWholeAndStreamed()
    {
        var chat = server.Client.GetChatClient("chat");
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            Tools = { ChatTool.CreateFunctionTool("get_weather", "Get the current weather for a city", Schema, functionSchemaIsStrict: true) },
            ToolChoice = ChatToolChoice.CreateAutoChoice(),
        };
        ChatCompletion whole = await chat.CompleteChatAsync([new UserChatMessage(Question)], options, Token);
        Assert.Equal(ChatFinishReason.ToolCalls, whole.FinishReason);
        var arguments = Assert.Single(whole.ToolCalls).FunctionArguments.ToString();
        Check(arguments);

        var streamed = "";
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage(Question)], options, Token))
        {
            streamed += string.Concat(update.ToolCallUpdates.Select(static call => call.FunctionArgumentsUpdate?.ToString()));
        }

        Assert.Equal(arguments, streamed);
    }

    [Fact]
    public async Task CreateResponse_StrictTool_IsCalledByItsSchema()
    {
        var responses = server.Client.GetResponsesClient();
        var options = new CreateResponseOptions("chat", [ResponseItem.CreateUserMessageItem(Question)])
        {
            Temperature = 0,
            Tools = { ResponseTool.CreateFunctionTool("get_weather", Schema, strictModeEnabled: true, "Get the current weather for a city") },
            ToolChoice = ResponseToolChoice.CreateAutoChoice(),
        };
        ResponseResult response = await responses.CreateResponseAsync(options, Token);
        Check(Assert.Single(response.OutputItems.OfType<FunctionCallResponseItem>()).FunctionArguments.ToString());
    }

    private static void Check(string arguments)
    {
        using var document = JsonDocument.Parse(arguments);
        Assert.Equal(["location", "days"], document.RootElement.EnumerateObject().Select(static one => one.Name));
        Assert.Contains(document.RootElement.GetProperty("location").GetString(), new[] { "Oslo", "Bergen" });
        Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("days").ValueKind);
    }
}
