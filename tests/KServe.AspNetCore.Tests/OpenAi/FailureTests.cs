using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class FailureTests : OpenAiTest
{
    private const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    [Theory]
    [InlineData("absent")]
    [InlineData("tensors")]
    [InlineData("../x")]
    public async Task Post_NoSuchGenerator_AnswersNotFound(string model)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(Chat, $$"""{"model":"{{model}}",{{Hello}}}""");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(
            """
            {"error":{"message":"There is no model of this name that answers at this endpoint.","type":"not_found_error","param":"model","code":"model_not_found"}}
            """,
            body);
    }

    [Fact]
    public async Task Post_WrongField_NamesItInOpenAiShape()
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(Chat, $$"""{"model":"chat","temperature":2.1,{{Hello}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            """
            {"error":{"message":"'temperature' is 2.1: a number from 0 to 2 was expected.","type":"invalid_request_error","param":"temperature","code":null}}
            """,
            body);
    }

    [Theory]
    [InlineData(Chat, "text/plain")]
    [InlineData(Chat, "application/x-www-form-urlencoded")]
    [InlineData(Chat, null)]
    [InlineData(Completions, "text/plain")]
    [InlineData(Responses, "text/plain")]
    [InlineData("/v1/embeddings", "text/plain")]
    [InlineData("/tokenize", "text/plain")]
    [InlineData("/detokenize", "multipart/form-data")]
    public async Task Post_NotSaidToBeJson_IsRefused(string path, string? type)
    {
        await using var server = await StartAsync();
        using var content = new ByteArrayContent("""{"model":"chat"}"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : new(type);
        using var response = await server.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(
            "application/json", Parse(body).GetProperty("error").GetProperty("message").GetString()!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", Chat, HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", Completions, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", Responses, HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", Responses + "/resp_1", HttpStatusCode.MethodNotAllowed)]
    public async Task Send_WrongMethod_AnswersInOpenAiShape(string method, string path, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("invalid_request_error", Parse(body).GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_FailsBeforeFirstUpdate_AnswersWithStatus(bool isStream)
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) =>
            throw new InferenceException(InferenceErrorCode.ResourceExhausted, "The queue is full.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            }));
        using var content = new StringContent(
            $$"""{"model":"chat","stream":{{(isStream ? "true" : "false")}},{{Hello}}}""",
            new MediaTypeHeaderValue("application/json"));
        using var response = await server.PostAsync(Chat, content);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("2", response.Headers.GetValues("Retry-After").Single());
        Assert.Contains(
            "rate_limit_error",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FailsInsideStream_SendsAnErrorEventAndEnds()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => BreakAsync()));
        server.ExpectsErrors = true;
        var (status, body) = await server.PostAsync(Chat, $$"""{"model":"chat","stream":true,{{Hello}}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var events = ReadEvents(body);
        var error = events[^1].GetProperty("error");
        Assert.Equal("Model with name chat failed to answer the request.", error.GetProperty("message").GetString());
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        var (again, _) = await server.GetAsync("/openai/v1/models");
        Assert.Equal(HttpStatusCode.OK, again);
    }

    [Theory]
    [InlineData(Chat, Hello)]
    [InlineData(Responses, "\"input\":\"hello\"")]
    public async Task Post_ClientLeavesStream_CancelsTheGeneration(string path, string prompt)
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await StartAsync(new ScriptedGenerator((_, token) => EndlessAsync(cancelled, token)));
        using (var request = new HttpRequestMessage(HttpMethod.Post, path))
        {
            request.Content = new StringContent(
                $$"""{"model":"chat","stream":true,{{prompt}}}""", new MediaTypeHeaderValue("application/json"));
            using var response = await server.Client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }

        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> BreakAsync()
    {
        yield return new TextGenerationUpdate { Text = "half" };
        await Task.Yield();
        throw new InvalidOperationException("secret");
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> EndlessAsync(
        TaskCompletionSource cancelled,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return new TextGenerationUpdate { Text = "more " };
            }
        }
        finally
        {
            cancelled.TrySetResult();
        }
    }
}
