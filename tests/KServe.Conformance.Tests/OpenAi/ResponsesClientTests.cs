using System.ClientModel;
using System.Text.Json;
using OpenAI.Responses;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>OpenAI's .NET client of the Responses API against the trained chat model.</summary>
[Collection(nameof(LanguageModelCollection))]
public sealed class ResponsesClientTests(LanguageModelServer server)
{
    private static readonly FunctionTool Weather = ResponseTool.CreateFunctionTool(
        "get_weather",
        BinaryData.FromString(
            """{"type":"object","properties":{"location":{"type":"string"}},"required":["location"]}"""),
        strictModeEnabled: true,
        "Get the current weather for a city");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ResponsesClient Client => server.Client.GetResponsesClient();

    [Fact]
    public async Task CreateResponse_Question_AnswersAndCounts()
    {
        var options = Ask("What is the capital of France?");
        options.Instructions = "Answer briefly.";
        options.StoredOutputEnabled = false;
        options.Metadata["a"] = "b";
        ResponseResult answer = await Client.CreateResponseAsync(options, Token);
        Assert.Contains("Paris", answer.GetOutputText(), StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.Equal("chat", answer.Model);
        Assert.Equal("b", answer.Metadata["a"]);
        Assert.Equal(0, answer.Temperature);
        Assert.True(answer.Usage.InputTokenCount > 0 && answer.Usage.OutputTokenCount > 0);
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
        Assert.InRange(answer.Usage.InputTokenDetails.CachedTokenCount, 0, answer.Usage.InputTokenCount);
    }

    [Fact]
    public async Task CreateResponseStreaming_Question_SaysWhatIsSaidAtOnce()
    {
        var question = Ask("What is the capital of Italy?");
        ResponseResult whole = await Client.CreateResponseAsync(question, Token);
        question.StreamingEnabled = true;
        var text = "";
        var number = 0;
        ResponseResult? last = null;
        await foreach (var update in await Client.CreateResponseStreamingAsync(question, Token))
        {
            Assert.Equal(number++, update.SequenceNumber);
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = (update as StreamingResponseCompletedUpdate)?.Response;
        }

        Assert.Equal(whole.GetOutputText(), text);
        Assert.Equal(text, last!.GetOutputText());
        Assert.Equal(whole.Usage.OutputTokenCount, last.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task CreateResponse_WeatherTool_IsCalledAndItsResultTold()
    {
        var options = Ask("What is the weather in Paris?");
        options.Tools.Add(Weather);
        options.ToolChoice = ResponseToolChoice.CreateRequiredChoice();
        ResponseResult answer = await Client.CreateResponseAsync(options, Token);
        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single(answer.OutputItems));
        Assert.Equal("get_weather", call.FunctionName);
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.Equal("Paris", arguments.RootElement.GetProperty("location").GetString());

        options.InputItems.Add(call);
        options.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(
            call.CallId, """{"temperature": 21, "condition": "sunny"}"""));
        options.ToolChoice = ResponseToolChoice.CreateAutoChoice();
        ResponseResult told = await Client.CreateResponseAsync(options, Token);
        Assert.Equal(ResponseStatus.Completed, told.Status);
        Assert.Contains("21 degrees", told.GetOutputText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateResponse_JsonSchema_IsHeldTo()
    {
        var options = Ask("Give me the age of a person as JSON.");
        options.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat(
                "age",
                BinaryData.FromString(
                    """
                    {"type":"object","properties":{"age":{"type":"integer","minimum":0,"maximum":120}},
                     "required":["age"],"additionalProperties":false}
                    """),
                jsonSchemaIsStrict: true),
        };
        ResponseResult answer = await Client.CreateResponseAsync(options, Token);
        using var document = JsonDocument.Parse(answer.GetOutputText());
        Assert.InRange(document.RootElement.GetProperty("age").GetInt32(), 0, 120);
    }

    [Fact]
    public async Task CreateResponse_Limit_IsIncomplete()
    {
        var options = Ask("What is the capital of Spain?");
        options.MaxOutputTokenCount = 2;
        ResponseResult answer = await Client.CreateResponseAsync(options, Token);
        Assert.Equal(ResponseStatus.Incomplete, answer.Status);
        Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, answer.IncompleteStatusDetails.Reason);
        Assert.Equal(2, answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task CreateResponse_PreviousResponse_IsRefusedByName()
    {
        var options = Ask("And of Spain?");
        options.PreviousResponseId = "resp_1";
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client.CreateResponseAsync(options, Token));
        Assert.Equal(400, error.Status);
        Assert.Contains("'previous_response_id'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAndDeleteResponse_AnyId_AreNotFound()
    {
        var get = await Assert.ThrowsAsync<ClientResultException>(() => Client.GetResponseAsync("resp_1", Token));
        var delete = await Assert.ThrowsAsync<ClientResultException>(() => Client.DeleteResponseAsync("resp_1", Token));
        Assert.Equal((404, 404), (get.Status, delete.Status));
    }

    private static CreateResponseOptions Ask(string question) =>
        new("chat", [ResponseItem.CreateUserMessageItem(question)]) { Temperature = 0 };
}
