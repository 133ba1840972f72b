using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class EncodingTests : OpenAiTest
{
    [Theory]
    [InlineData("\"abc\"", "[[3,0.5]]")]
    [InlineData("[\"a\",\"ab\"]", "[[1,0.5],[2,0.5]]")]
    [InlineData("[5,6,7,8]", "[[4,0.5]]")]
    [InlineData("[[5],[6,7]]", "[[1,0.5],[2,0.5]]")]
    public async Task Post_Embeddings_AnswersInOrder(string input, string expected)
    {
        await using var server = await StartEncodersAsync();
        var (status, body) = await server.PostAsync("/v1/embeddings", $$"""{"model":"embed","input":{{input}}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = Parse(body);
        Assert.Equal("list", answer.GetProperty("object").GetString());
        var data = answer.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, data.Length), data.Select(static one => one.GetProperty("index").GetInt32()));
        Assert.Equal(expected, $"[{string.Join(',', data.Select(static one => one.GetProperty("embedding").GetRawText()))}]");
        Assert.Equal(3 * data.Length, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_EmbeddingsAsBase64_AreLittleEndianFloats()
    {
        await using var server = await StartEncodersAsync();
        var (_, body) = await server.PostAsync(
            "/openai/v1/embeddings", """{"model":"embed","input":"abcd","encoding_format":"base64"}""");
        Assert.Equal("AACAQAAAAD8=", Parse(body).GetProperty("data")[0].GetProperty("embedding").GetString());
    }

    [Fact]
    public async Task Post_Rerank_BeginsWithTheBest()
    {
        await using var server = await StartEncodersAsync();
        var (_, body) = await server.PostAsync(
            "/v1/rerank",
            """{"model":"rank","query":"q","documents":["a",{"text":"abc"},"ab"],"top_n":2}""");
        Assert.Equal(
            """[{"index":1,"document":{"text":"abc"},"relevance_score":4},{"index":2,"document":{"text":"ab"},"relevance_score":3}]""",
            Parse(body).GetProperty("results").GetRawText());
    }

    [Fact]
    public async Task Post_Score_PairsOneWithEach()
    {
        await using var server = await StartEncodersAsync();
        var (_, body) = await server.PostAsync("/v1/score", """{"model":"rank","text_1":"aa","text_2":["b","bb"]}""");
        Assert.Equal(
            """[{"index":0,"object":"score","score":3},{"index":1,"object":"score","score":4}]""",
            Parse(body).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Post_Classify_NamesTheLikeliest()
    {
        await using var server = await StartEncodersAsync();
        var (_, body) = await server.PostAsync("/v1/classify", """{"model":"classify","input":["a"]}""");
        Assert.Equal(
            """[{"index":0,"label":"short","probs":[1,0.5],"num_classes":2}]""",
            Parse(body).GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"embed","input":""}""", "input")]
    [InlineData("/v1/embeddings", """{"model":"embed","input":[]}""", "input")]
    [InlineData("/v1/embeddings", """{"model":"embed","input":"a","dimensions":0}""", "dimensions")]
    [InlineData("/v1/embeddings", """{"model":"embed","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("/v1/embeddings", """{"model":"rank","input":"a"}""", "model")]
    [InlineData("/v1/rerank", """{"model":"rank","query":"q","documents":[]}""", "documents")]
    [InlineData("/v1/rerank", """{"model":"rank","query":"q","documents":["a"],"top_n":0}""", "top_n")]
    [InlineData("/v1/score", """{"model":"rank","text_1":["a","b"],"text_2":["c"]}""", "text_2")]
    public async Task Post_WrongField_IsNamed(string path, string body, string parameter)
    {
        await using var server = await StartEncodersAsync();
        var (status, answer) = await server.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(parameter, Parse(answer).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Post_TooManyInputs_AreRefused()
    {
        await using var server = await StartEncodersAsync();
        var inputs = string.Join(',', Enumerable.Repeat("\"a\"", 10_000));
        var (status, _) = await server.PostAsync("/v1/embeddings", $$"""{"model":"embed","input":[{{inputs}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private static Task<KServeServer> StartEncodersAsync() => KServeServer.StartAsync(static builder => builder
        .AddPredictor("embed", static _ => new LengthEncoder(TextEncodingTask.Embedding))
        .AddPredictor("rank", static _ => new LengthEncoder(TextEncodingTask.Score))
        .AddPredictor("classify", static _ => new LengthEncoder(TextEncodingTask.Classification)));
}
