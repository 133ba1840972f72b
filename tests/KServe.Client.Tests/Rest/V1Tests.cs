using System.Text;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.Client.Tests;

public sealed class V1Tests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"predictions":[1,2]}""", "output-0 INT64[2]")]
    [InlineData("""{"predictions":[[0.5],[1]]}""", "output-0 FP64[2,1]")]
    [InlineData("""{"predictions":["a",{"b64":"AA=="}]}""", "output-0 BYTES[2]")]
    [InlineData("""{"predictions":[{"a":1,"b":true},{"a":2,"b":false}]}""", "a INT64[2]; b BOOL[2]")]
    [InlineData("""{"predictions":{"a":[1,2],"b":[[1.5]]}}""", "a INT64[2]; b FP64[1,1]")]
    [InlineData("""{"outputs":{"a":3}}""", "a INT64[]")]
    [InlineData("""{"predictions":5,"model":"x"}""", "output-0 INT64[]")]
    [InlineData("""{"predictions":[]}""", "output-0 FP64[0]")]
    public async Task InferAsync_Predictions_BecomeOutputs(string body, string expected)
    {
        using var response = await AnswerAsync(
            body, static (client, request) => client.InferAsync(request, cancellationToken: Token));

        Assert.Equal(expected, string.Join("; ", response.Outputs));
    }

    [Theory]
    [InlineData("""{"predictions":[[1],[2,3]]}""", "the lists of output 'output-0' differ")]
    [InlineData("""{"predictions":[{"a":1},{"b":2}]}""", "output '")]
    [InlineData("""{"predictions":[1],"outputs":[1]}""", "only one of them")]
    [InlineData("""{"error":"x"}""", "'predictions' is missing")]
    public async Task InferAsync_WrongPredictions_NameTheOutput(string body, string expected)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            AnswerAsync(body, static (client, request) => client.InferAsync(request, cancellationToken: Token)));

        Assert.Equal(InferenceErrorCode.Internal, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExplainAsync_FreeForm_KeepsTensorsAndTexts()
    {
        const string Body = """{"values":[[1,2]],"deep":{"a":[1]},"ragged":[[1],[2,3]],"text":"t"}""";

        using var response = await AnswerAsync(
            Body, static (client, request) => client.ExplainAsync(request, cancellationToken: Token));

        Assert.Equal(
            "values INT64[1,2]; deep BYTES[1]; ragged BYTES[2]; text BYTES[]", string.Join("; ", response.Outputs));
        Assert.Equal("""{"a":[1]}""", response.Outputs[1].ToStrings()[0]);
        Assert.Equal("[2,3]", response.Outputs[2].ToStrings()[1]);
    }

    [Theory]
    [InlineData(1, "{\"instances\":[[1,2],[3,4]]}")]
    [InlineData(2, "{\"instances\":[{\"x0\":[1,2],\"x1\":[1,2]},{\"x0\":[3,4],\"x1\":[3,4]}]}")]
    public async Task InferAsync_Inputs_AreWrittenAsInstances(int inputs, string expected)
    {
        var sent = "";
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            sent = $"{context.Request.Path} {await reader.ReadToEndAsync(Token)}";
            await context.Response.WriteAsync("{\"predictions\":[0]}", Token);
        });
        using var client = Create(server);
        using var request = new InferRequest("a b/c");
        for (var i = 0; i < inputs; i++)
        {
            request.Inputs.Add(InferTensor.Create<long>($"x{i}", [2, 2], 1, 2, 3, 4));
        }

        using var response = await client.InferAsync(request, cancellationToken: Token);

        Assert.Equal($"/v1/models/a%20b%2Fc:predict {expected}", sent);
    }

    [Fact]
    public async Task PostJsonAsync_AnyJson_PassesThrough()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var sent = await reader.ReadToEndAsync(Token);
            await context.Response.WriteAsync($$"""{"path":"{{context.Request.Path}}","sent":{{sent}}}""", Token);
        });
        using var client = Create(server);

        using var answer = await client.PostJsonAsync(
            "m", "{\"a\":[1,{}]}"u8.ToArray(), "explain", cancellationToken: Token);

        Assert.Equal("""{"path":"/v1/models/m:explain","sent":{"a":[1,{}]}}""", answer.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("""{"name":"m","ready":true}""", true)]
    [InlineData("""{"name":"m","ready":false}""", false)]
    [InlineData("""{"name":"m","ready":"False"}""", false)]
    [InlineData(
        """{"model_version_status":[{"version":"1","state":"END"},{"version":"2","state":"AVAILABLE"}]}""", true)]
    [InlineData("""{"model_version_status":[{"version":"1","state":"LOADING"}]}""", false)]
    [InlineData("", true)]
    [InlineData("OK", true)]
    public async Task IsModelReadyAsync_AnswersOfServers_AreUnderstood(string body, bool expected)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(body));
        using var client = Create(server);

        Assert.Equal(expected, await client.IsModelReadyAsync("m", cancellationToken: Token));
    }

    private static InferenceRestClient Create(ScriptedServer server) =>
        new(server.Address, new InferenceClientOptions { Protocol = RestProtocol.V1 });

    private static async Task<InferResponse> AnswerAsync(
        string body, Func<InferenceRestClient, InferRequest, ValueTask<InferResponse>> call)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
            context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask());
        using var client = Create(server);
        using var request = Requests.Floats(1, 2);
        return await call(client, request);
    }
}
