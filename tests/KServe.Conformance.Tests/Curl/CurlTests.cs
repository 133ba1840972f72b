using System.Text;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Golden;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Curl;

/// <summary>What curl, as people type it, gets: HTTP/1.1, HTTP/2 without TLS, and TLS.</summary>
public sealed class CurlTests(ServerFixture fixture) : ConformanceTest(fixture)
{
    private const string Json = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT64","data":[1,-2]}]}""";
    private const string Answer =
        """{"model_name":"identity","model_version":"1","outputs":[{"name":"x","shape":[2],"datatype":"INT64","data":[1,-2]}]}""";

    [Fact]
    public async Task Infer_Http1_Answers() => Assert.Equal(
        Answer, await PostAsync(Server.Http, "--http1.1", "/v2/models/identity/infer", Json));

    [Fact]
    public async Task Infer_Http2WithoutTls_Answers() => Assert.Equal(
        Answer, await PostAsync(Server.Grpc, "--http2-prior-knowledge", "/v2/models/identity/infer", Json));

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Infer_Tls_Answers(string version)
    {
        var certificate = Path.Combine(AppContext.BaseDirectory, $"curl-{Environment.ProcessId}.pem");
        await File.WriteAllTextAsync(certificate, Server.ReadCertificate(), Cancellation);
        try
        {
            var answer = await RunAsync(
                Encoding.UTF8.GetBytes(Json),
                version, "--cacert", certificate, "-H", "Content-Type: application/json", "--data-binary", "@-",
                $"https://localhost:{Server.Tls.Port}/v2/models/identity/infer");
            Assert.Equal(Answer, Encoding.UTF8.GetString(answer));
        }
        finally
        {
            File.Delete(certificate);
        }
    }

    [Fact]
    public async Task Predict_V1_Answers() => Assert.Equal(
        """{"predictions":[[0.5,2.5]]}""",
        await PostAsync(Server.Http, "--http1.1", "/v1/models/identity:predict", """{"instances":[[0.5,2.5]]}"""));

    [Fact]
    public async Task Infer_Binary_AnswersBinary()
    {
        var json = """
            {"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[2,4],"datatype":"FP16",
            "parameters":{"binary_data_size":16}}]}
            """;
        var answer = await RunAsync(
            [.. Encoding.UTF8.GetBytes(json), .. GoldenBytes.Halves],
            "-H", "Content-Type: application/octet-stream", "-H", $"Inference-Header-Content-Length: {json.Length}",
            "--data-binary", "@-", new Uri(Server.Http, "/v2/models/identity/infer").ToString());
        Assert.Equal(GoldenBytes.Halves, answer[^16..]);
    }

    [Fact]
    public async Task Infer_LargeBody_WaitsForContinueAndAnswers()
    {
        // curl asks before it sends more than a megabyte.
        var data = string.Join(',', Enumerable.Repeat("1.5", 400_000));
        var answer = await PostAsync(
            Server.Http,
            "--http1.1",
            "/v2/models/identity/infer",
            $$"""{"inputs":[{"name":"x","shape":[400000],"datatype":"FP32","data":[{{data}}]}]}""");
        Assert.Contains(data, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/health/live", "{\"live\":true}")]
    [InlineData("/v2/health/ready", "{\"ready\":true}")]
    [InlineData("/", "{\"status\":\"alive\"}")]
    public async Task Get_Health_Answers(string path, string expected) => Assert.Equal(
        expected, Encoding.UTF8.GetString(await RunAsync([], new Uri(Server.Http, path).ToString())));

    [Fact]
    public async Task Head_Live_HasNoBody() => Assert.StartsWith(
        "HTTP/1.1 200",
        Encoding.UTF8.GetString(await RunAsync([], "--head", new Uri(Server.Http, "/v2/health/live").ToString())),
        StringComparison.Ordinal);

    [Fact]
    public async Task Metrics_AfterRequests_CountThem()
    {
        await PostAsync(Server.Http, "--http1.1", "/v2/models/identity/infer", Json);
        var text = Encoding.UTF8.GetString(await RunAsync([], new Uri(Server.Http, "/metrics").ToString()));
        Assert.Contains("request_predict_seconds_bucket{", text, StringComparison.Ordinal);
        Assert.Contains("model_name=\"identity\"", text, StringComparison.Ordinal);
        Assert.All(
            text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#'),
            static line => Assert.Matches(@"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? [0-9.eE+\-]+(Inf|NaN)?$", line));
    }

    private static async Task<string> PostAsync(Uri server, string version, string path, string json) =>
        Encoding.UTF8.GetString(await RunAsync(
            Encoding.UTF8.GetBytes(json),
            version, "-H", "Content-Type: application/json", "--data-binary", "@-", new Uri(server, path).ToString()));

    private static async Task<byte[]> RunAsync(byte[] input, params string[] arguments)
    {
        var (exitCode, output, error) = await ExternalTool.RunAsync(
            "curl", ["-sS", "--max-time", "60", .. arguments], input, Cancellation);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
