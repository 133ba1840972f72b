using System.Text;
using KServe.Core.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace KServe.Client.Tests;

/// <summary>Servers that are broken or hostile; the script knows more of them than KServe has.</summary>
public sealed class RestFaultTests
{
    private const string Good =
        """{"model_name":"m","outputs":[{"name":"y","shape":[1],"datatype":"FP32","data":[1.5]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InferAsync_RefusedConnection_IsUnavailable()
    {
        var error = await FailAsync(RawServer.FindClosed());

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"model", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"model", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"mod", false)]
    [InlineData("", true)]
    [InlineData("", false)]
    public async Task InferAsync_ConnectionBreaksOff_IsUnavailable(string answer, bool resets)
    {
        await using var server = new RawServer(answer, resets);

        Assert.Equal(InferenceErrorCode.Unavailable, (await FailAsync(server.Address)).Code);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")]
    public async Task InferAsync_NotHttp_IsAnError(string answer)
    {
        await using var server = new RawServer(answer);

        var error = await FailAsync(server.Address);

        Assert.Contains(error.Code, new[] { InferenceErrorCode.Internal, InferenceErrorCode.Unavailable });
    }

    [Theory]
    [InlineData("{}", "'outputs' is missing")]
    [InlineData("[]", "a JSON object was expected, got a list")]
    [InlineData("{\"outputs\":[]", "ends too early|not valid JSON")]
    [InlineData("<html>", "not valid JSON")]
    [InlineData("", "got nothing")]
    [InlineData("""{"outputs":[{"name":"y","shape":[2],"datatype":"FP32","data":[1]}]}""", "needs 2 elements")]
    [InlineData(
        """{"outputs":[{"name":"y","shape":[1000000000],"datatype":"FP64","data":[1]}]}""", "more than the body holds")]
    [InlineData("""{"outputs":[{"name":"y","shape":[1],"datatype":"COMPLEX","data":[1]}]}""", "in the output")]
    [InlineData("""{"outputs":[{"name":"y","shape":[1],"datatype":"INT8","data":[300]}]}""", "from -128 to 127")]
    [InlineData(
        """{"outputs":[{"name":"y","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}""",
        "header is missing")]
    [InlineData("""{"outputs":[{"name":"y","shape":[1],"datatype":"FP32"}]}""", "'data' field is missing for output")]
    public async Task InferAsync_WrongBody_NamesTheField(string body, string expected)
    {
        await using var server = await ScriptedServer.StartAsync(context => WriteAsync(context, body));

        var error = await FailAsync(server.Address);

        Assert.Equal(InferenceErrorCode.Internal, error.Code);
        Assert.StartsWith("the server's answer is not valid: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected.Split('|'), part => error.Message.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("200")]
    [InlineData("-1")]
    [InlineData("1, 2")]
    [InlineData("99999999999999")]
    public async Task InferAsync_WrongJsonLength_IsRefused(string length)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers["Inference-Header-Content-Length"] = length;
            return WriteAsync(context, Good);
        });

        Assert.Equal(InferenceErrorCode.Internal, (await FailAsync(server.Address)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InferAsync_BodyBeyondTheLimit_IsTooLarge(bool isAnnounced)
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.ContentLength = isAnnounced ? 100_000 : null;
            await context.Response.Body.WriteAsync(new byte[100_000], context.RequestAborted);
        });

        var error = await FailAsync(server.Address, new InferenceClientOptions { MaxResponseLength = 10_000 });

        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);
    }

    [Theory]
    [InlineData(400, "{\"error\":\"bad\\u0007 one\"}", InferenceErrorCode.InvalidArgument, "bad  one")]
    [InlineData(404, "{\"error\":\"no m\"}", InferenceErrorCode.NotFound, "no m")]
    [InlineData(422, "{\"detail\":\"bad\"}", InferenceErrorCode.InvalidArgument, "bad")]
    [InlineData(429, "{\"error\":{\"message\":\"slow down\"}}", InferenceErrorCode.ResourceExhausted, "slow down")]
    [InlineData(503, "<html>no</html>", InferenceErrorCode.Unavailable, "the server answered HTTP 503")]
    [InlineData(500, "", InferenceErrorCode.Internal, "the server answered HTTP 500")]
    [InlineData(401, "", InferenceErrorCode.Internal, "the server refuses the credentials (HTTP 401)")]
    [InlineData(302, "", InferenceErrorCode.Internal, "the server redirects (HTTP 302), which is not followed")]
    [InlineData(504, "", InferenceErrorCode.DeadlineExceeded, "the server answered HTTP 504")]
    public async Task InferAsync_ErrorStatus_HasCodeAndText(
        int status, string body, InferenceErrorCode code, string text)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            context.Response.Headers.Location = "http://localhost:1/elsewhere";
            return WriteAsync(context, body);
        });

        var error = await FailAsync(server.Address);

        Assert.Equal(code, error.Code);
        Assert.Equal(text, error.Message);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
        Assert.Equal(status, (int)Assert.IsType<ServerErrorException>(error.InnerException).StatusCode!);
        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task InferAsync_SlowServer_IsLateAndStopsTheServer()
    {
        var time = new ManualTimeProvider();
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            time.Advance(TimeSpan.FromMinutes(2));
            await aborted.Task;
        });

        var error = await FailAsync(server.Address, new InferenceClientOptions { TimeProvider = time });

        Assert.Equal(InferenceErrorCode.DeadlineExceeded, error.Code);
        await aborted.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task InferAsync_Cancelled_ThrowsItsOwnTokensException()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = new InferenceRestClient(server.Address);
        using var request = Requests.Floats(1);
        using var cancel = new CancellationTokenSource();

        var call = client.InferAsync(request, cancellationToken: cancel.Token).AsTask();
        await arrived.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("X-A", "1\r\nX-B: 2")]
    [InlineData("Content-Length", "1")]
    [InlineData("Host", "other")]
    [InlineData("bad name", "1")]
    public async Task InferAsync_HeaderThatIsNone_IsRefusedUnsent(string name, string value)
    {
        await using var server = await ScriptedServer.StartAsync(context => WriteAsync(context, Good));
        using var client = new InferenceRestClient(server.Address);
        using var request = Requests.Floats(1);
        var call = new InferenceCallOptions { Headers = new Dictionary<string, string> { [name] = value } };

        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await client.InferAsync(request, call, Token));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(0, server.Calls);
    }

    [Fact]
    public async Task InferAsync_Headers_AreSentAndKeptOnDemand()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers["x-echo"] = $"{context.Request.Headers["x-a"]},{context.Request.Headers["x-b"]}";
            return WriteAsync(context, Good);
        });
        var options = new InferenceClientOptions
        {
            KeepsResponseHeaders = true,
            Headers = { ["x-a"] = "1", ["x-b"] = "2" },
        };
        using var client = new InferenceRestClient(server.Address, options);
        using var request = Requests.Floats(1);
        var call = new InferenceCallOptions { Headers = new Dictionary<string, string> { ["x-b"] = "3" } };

        using var response = await client.InferAsync(request, call, Token);

        Assert.Equal("1,3", response.Headers["x-echo"]);
    }

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    private static async Task<InferenceException> FailAsync(Uri address, InferenceClientOptions? options = null)
    {
        options ??= new InferenceClientOptions();
        options.Pool = new TensorPool();
        using var client = new InferenceRestClient(address, options);
        using var request = Requests.Floats(1);
        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await client.InferAsync(request, cancellationToken: Token));
        Assert.Equal(0, options.Pool.RentedCount);
        return error;
    }
}
