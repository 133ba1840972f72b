using System.Net;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class ModelTests : OpenAiTest
{
    [Fact]
    public async Task List_UnderBothPrefixes_NamesGenerators()
    {
        await using var server = await StartAsync();
        var (_, own) = await server.GetAsync("/openai/v1/models");
        var (_, shared) = await server.GetAsync("/v1/models");
        var card = Assert.Single(Parse(own).GetProperty("data").EnumerateArray());
        Assert.Equal("chat", card.GetProperty("id").GetString());
        Assert.Equal("model", card.GetProperty("object").GetString());
        Assert.Equal(512, card.GetProperty("max_model_len").GetInt32());
        Assert.Equal("""["chat","tensors"]""", Parse(shared).GetProperty("models").GetRawText());
        Assert.Equal(Parse(own).GetProperty("data").GetRawText(), Parse(shared).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Get_Generator_AnswersBothProtocols()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.GetAsync("/v1/models/chat");
        Assert.Equal("chat", Parse(body).GetProperty("id").GetString());
        Assert.True(Parse(body).GetProperty("ready").GetBoolean());
        var (status, refusal) = await server.GetAsync("/openai/v1/models/tensors");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("model_not_found", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_Generator_SaysWhereToCallIt()
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync("/v2/models/chat/infer", """{"inputs":[]}""");
        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Contains("error", body, StringComparison.Ordinal);
    }
}
