using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using OpenAI.Chat;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>OpenAI's .NET client against a server in front of the server with the trained model.</summary>
[Collection(nameof(LanguageModelCollection))]
public sealed class RemoteModelTests(RemoteModelServer server) : IClassFixture<RemoteModelServer>
{
    private static readonly ChatCompletionOptions Greedy = new() { Temperature = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChatClient Direct => server.Back.Client.GetChatClient("chat");

    private ChatClient Through => server.Client.GetChatClient("far-chat");

    [Fact]
    public async Task CompleteChat_ReferenceCases_SayWhatTheModelItselfSays()
    {
        using var expected = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(LanguageModelServer.Fixture("tiny-chat"), "expected.json"), Token));
        foreach (var golden in expected.RootElement.GetProperty("chat_template").EnumerateArray().Take(4))
        {
            var question = golden.GetProperty("messages").EnumerateArray()
                .Last(static message => message.GetProperty("role").GetString() == "user");
            var message = new UserChatMessage(question.GetProperty("content").GetString());
            ChatCompletion direct = await Direct.CompleteChatAsync([message], Greedy, Token);
            ChatCompletion through = await Through.CompleteChatAsync([message], Greedy, Token);
            Assert.Equal(direct.Content[0].Text, through.Content[0].Text);
            Assert.Equal(direct.FinishReason, through.FinishReason);
            Assert.Equal("far-chat", through.Model);
            Assert.Equal(
                (direct.Usage.InputTokenCount, direct.Usage.OutputTokenCount),
                (through.Usage.InputTokenCount, through.Usage.OutputTokenCount));
            var text = "";
            await foreach (var update in Through.CompleteChatStreamingAsync([message], Greedy, Token))
            {
                text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            }

            Assert.Equal(direct.Content[0].Text, text);
        }
    }

    [Fact]
    public async Task CompleteChat_Tool_IsCalledAsByTheModelItself()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            Tools =
            {
                ChatTool.CreateFunctionTool(
                    "get_weather",
                    "Get the current weather for a city",
                    BinaryData.FromString(
                        """{"type":"object","properties":{"location":{"type":"string"}},"required":["location"]}""")),
            },
        };
        List<OpenAI.Chat.ChatMessage> messages = [new UserChatMessage("What is the weather in Paris?")];
        ChatCompletion direct = await Direct.CompleteChatAsync(messages, options, Token);
        ChatCompletion through = await Through.CompleteChatAsync(messages, options, Token);
        Assert.Equal(ChatFinishReason.ToolCalls, through.FinishReason);
        var call = Assert.Single(through.ToolCalls);
        Assert.Equal("get_weather", call.FunctionName);
        Assert.Equal(direct.ToolCalls[0].FunctionArguments.ToString(), call.FunctionArguments.ToString());

        messages.Add(new AssistantChatMessage(through));
        messages.Add(new ToolChatMessage(call.Id, """{"temperature": 21, "condition": "sunny"}"""));
        ChatCompletion told = await Through.CompleteChatAsync(messages, options, Token);
        ChatCompletion known = await Direct.CompleteChatAsync(messages, options, Token);
        Assert.Equal(known.Content[0].Text, told.Content[0].Text);
    }

    [Fact]
    public async Task CompleteChat_SchemaAndLogprobs_ArriveAndComeBack()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            MaxOutputTokenCount = 60,
            IncludeLogProbabilities = true,
            TopLogProbabilityCount = 2,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "person",
                BinaryData.FromString(
                    """{"type":"object","properties":{"age":{"type":"integer","minimum":0,"maximum":120}},"required":["age"],"additionalProperties":false}"""),
                jsonSchemaIsStrict: true),
        };
        var message = new UserChatMessage("Give me the age of a person as JSON.");
        ChatCompletion direct = await Direct.CompleteChatAsync([message], options, Token);
        ChatCompletion through = await Through.CompleteChatAsync([message], options, Token);
        using var document = JsonDocument.Parse(through.Content[0].Text);
        Assert.InRange(document.RootElement.GetProperty("age").GetInt32(), 0, 120);
        Assert.Equal(direct.Content[0].Text, through.Content[0].Text);
        Assert.Equal(Describe(direct), Describe(through));
    }

    [Fact]
    public async Task CompleteChat_PromptBeyondContext_FailsAsTheModelItselfFails()
    {
        var message = new UserChatMessage(string.Concat(Enumerable.Repeat("many words ", 2000)));
        var direct = await Assert.ThrowsAsync<ClientResultException>(
            () => Direct.CompleteChatAsync([message], Greedy, Token));
        var through = await Assert.ThrowsAsync<ClientResultException>(
            () => Through.CompleteChatAsync([message], Greedy, Token));
        Assert.Equal(direct.Status, through.Status);
        Assert.Equal(
            direct.GetRawResponse()!.Content.ToString(), through.GetRawResponse()!.Content.ToString());
    }

    [Fact]
    public async Task GenerateEmbeddings_Texts_AreTheModelsOwn()
    {
        string[] texts = ["a cat", "a dog"];
        var direct = await server.Back.Client.GetEmbeddingClient("embed").GenerateEmbeddingsAsync(
            texts, cancellationToken: Token);
        var through = await server.Client.GetEmbeddingClient("far-embed").GenerateEmbeddingsAsync(
            texts, cancellationToken: Token);
        Assert.Equal(
            direct.Value.Select(static one => one.ToFloats().ToArray()),
            through.Value.Select(static one => one.ToFloats().ToArray()));
    }

    private static string Describe(ChatCompletion answer) => string.Join(
        '\n',
        answer.ContentTokenLogProbabilities.Select(static token => string.Create(
            CultureInfo.InvariantCulture,
            $"{token.Token} {token.LogProbability} {string.Join(' ', token.TopLogProbabilities.Select(
                static top => string.Create(CultureInfo.InvariantCulture, $"{top.Token} {top.LogProbability}")))}")));
}
