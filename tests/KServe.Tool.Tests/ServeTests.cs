using System.Net;
using System.Net.Sockets;
using System.Text;
using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests;

/// <summary>Runs the tool as users do: a process, its output and its exit code.</summary>
public sealed class ServeTests
{
    private const string ServingLine = "Stop with Ctrl+C.";

    private readonly int[] _ports = ToolProcess.FreePorts(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Ports => ["--http-port", $"{_ports[0]}", "--grpc-port", $"{_ports[1]}"];

    [Fact]
    public async Task Serve_OnnxModel_AnswersAndStopsCleanlyOnSigterm()
    {
        await using var tool = ToolProcess.Start(["serve", "--model", $"iris={ToolProcess.IrisPath}", .. Ports]);
        var output = await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains("ready", output, StringComparison.Ordinal);
        Assert.Contains($"http://localhost:{_ports[0]}", output, StringComparison.Ordinal);
        Assert.Contains($"curl http://localhost:{_ports[0]}/v2/models/iris/infer", output, StringComparison.Ordinal);
        Assert.Contains("\"datatype\":\"INT64\"", await InferAsync("iris"), StringComparison.Ordinal);

        tool.Terminate();
        var result = await tool.ExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_KServeSpellingWithoutVerb_ServesOnAllAddressesAndWarnsOnce()
    {
        await using var tool = ToolProcess.Start(
            "--model_name=flowers",
            $"--model_dir={ToolProcess.IrisPath}",
            $"--http_port={_ports[0]}",
            $"--grpc_port={_ports[1]}",
            "--workers=2",
            "--max_threads=4");
        var output = await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains($"http://*:{_ports[0]} (all addresses)", output, StringComparison.Ordinal);
        Assert.Contains("probabilities", await InferAsync("flowers"), StringComparison.Ordinal);
        tool.Terminate();
        var result = await tool.ExitAsync(Token);
        Assert.Equal(0, result.ExitCode);
        Assert.Single(result.Errors.Split('\n'), static line => line.StartsWith("warning:", StringComparison.Ordinal));
        Assert.Contains("--workers, --max_threads", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ModelDirectoryOfModels_IsARepository()
    {
        await using var tool = ToolProcess.Start(
            "--model_name=ignored",
            $"--model_dir={Path.GetDirectoryName(ToolProcess.IrisPath)}",
            $"--http_port={_ports[0]}",
            $"--grpc_port={_ports[1]}");
        await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains("probabilities", await InferAsync("iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ModelsFromTheEnvironment_AreServed()
    {
        await using var tool = ToolProcess.Start(
            new Dictionary<string, string>
            {
                ["KServe__Models__iris__Uri"] = ToolProcess.IrisPath,
                ["ASPNETCORE_HTTP_PORTS"] = "1",
            },
            ["serve", .. Ports]);
        await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains("probabilities", await InferAsync("iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_SklearnWithPredictProba_AnswersProbabilitiesAsKServesServerDoes()
    {
        await using var tool = ToolProcess.Start(
            new Dictionary<string, string> { ["PREDICT_PROBA"] = "true" },
            ["serve", "--model", $"flowers={ToolProcess.FlowersPath}", .. Ports]);
        await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains("\"shape\":[1,3],\"datatype\":\"FP64\"", await InferAsync("flowers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_NamesPortAndOption()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var result = await ToolProcess.RunAsync(
            Token, "serve", "--model", $"iris={ToolProcess.IrisPath}", "--http-port", "0", "--grpc-port", $"{port}");

        AssertFailed(1, result);
        Assert.Contains($"Port {port} is already in use", result.Errors, StringComparison.Ordinal);
        Assert.Contains("--grpc-port", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoModelLoads_NamesEachWithItsReason()
    {
        var result = await ToolProcess.RunAsync(
            Token, ["serve", "--model", "one=/no/such/model", "--model", "two=nope://x", .. Ports]);

        AssertFailed(1, result);
        Assert.Contains("Model 'one' could not be loaded: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Model 'two' could not be loaded: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("nope://", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OneOfTwoModelsLoads_ServesItAndShowsTheReason()
    {
        await using var tool = ToolProcess.Start(
            ["serve", "--model", "bad=/no/such/model", "--model", $"iris={ToolProcess.IrisPath}", .. Ports]);
        var output = await tool.ReadToAsync(ServingLine, Token);

        Assert.Contains("unavailable", output, StringComparison.Ordinal);
        Assert.Contains("probabilities", await InferAsync("iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_BadSettings_ReportsAllAtOnce()
    {
        var result = await ToolProcess.RunAsync(
            Token,
            "serve", "--model", "a=x", "--model", "a=y", "--host", "not an address", "--tls-cert", "/no/such/cert.pem");

        AssertFailed(1, result);
        Assert.Contains("KServe:Models:a is defined twice", result.Errors, StringComparison.Ordinal);
        Assert.Contains("KServe:Http:Host", result.Errors, StringComparison.Ordinal);
        Assert.Contains("KServe:Http:CertificatePath", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_CertificateThatIsNone_NamesTheOption()
    {
        var result = await ToolProcess.RunAsync(
            Token,
            ["serve", "--model", $"iris={ToolProcess.IrisPath}", .. Ports, "--tls-cert",
                Path.Combine(ToolProcess.IrisPath, "model.onnx")]);

        AssertFailed(1, result);
        Assert.Contains("--tls-cert", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus", "--bogus")]
    [InlineData("--http-port=x", "--http-port must be a number from 0 to 65535")]
    [InlineData("--model=x", "--model takes name=path-or-uri")]
    [InlineData("--log-level=info", "There is nothing to serve")]
    public async Task Serve_WrongCommandLine_ExitsWithUsageError(string argument, string message)
    {
        var result = await ToolProcess.RunAsync(Token, "serve", argument);

        AssertFailed(2, result);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Contains("See kserve --help.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Always_IsPrinted()
    {
        var result = await ToolProcess.RunAsync(Token, "version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", result.Output);
    }

    private static void AssertFailed(int exitCode, ToolResult result)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("error: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(ServingLine, result.Output, StringComparison.Ordinal);
    }

    private async Task<string> InferAsync(string model)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new StringContent(
            """{"inputs": [{"name": "X", "datatype": "FP32", "shape": [1, 4], "data": [5.1, 3.5, 1.4, 0.2]}]}""",
            Encoding.UTF8,
            "application/json");
        using var response = await client.PostAsync(
            new Uri($"http://localhost:{_ports[0]}/v2/models/{model}/infer"), content, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }
}
