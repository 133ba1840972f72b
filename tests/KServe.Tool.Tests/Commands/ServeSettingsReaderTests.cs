using System.CommandLine;
using KServe.AspNetCore;
using KServe.Protocol;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using Microsoft.Extensions.Logging;

namespace KServe.Tool.Tests.Commands;

public sealed class ServeSettingsReaderTests
{
    [Fact]
    public void Read_OwnSpelling_GivesModelsAndPorts()
    {
        var settings = Read(
            "--model", "iris=/models/iris", "--model", "b=https://h/m.zip?a=b", "--http-port", "80", "--grpc-port=0");

        Assert.Equal([new("iris", "/models/iris"), new("b", "https://h/m.zip?a=b")], settings.Models);
        Assert.Equal(80, settings.HttpPort);
        Assert.Equal(0, settings.GrpcPort);
        Assert.False(settings.UsesKServeSpelling);
        Assert.Null(settings.ModelDirectory);
        Assert.False(settings.UsesKestrelTransport);
    }

    [Fact]
    public void Read_KServeSpelling_GivesModelDirectoryAndAllAddresses()
    {
        var settings = Read(
            "--model_name=iris", "--model_dir=/mnt/models", "--http_port=8090", "--grpc_port=8091");

        Assert.Equal(new ModelArgument("iris", "/mnt/models"), settings.ModelDirectory);
        Assert.Equal(8090, settings.HttpPort);
        Assert.Equal(8091, settings.GrpcPort);
        Assert.True(settings.UsesKServeSpelling);
    }

    [Theory]
    [InlineData("--model_name", "iris", "iris", "/mnt/models")]
    [InlineData("--model_dir", "/m", "model", "/m")]
    public void Read_HalfOfKServeSpelling_TakesKServeDefaults(string option, string value, string name, string path)
    {
        Assert.Equal(new ModelArgument(name, path), Read(option, value).ModelDirectory);
    }

    [Fact]
    public void Read_KServeOptionsWithoutMeaning_AreNamedAndNotErrors()
    {
        var settings = Read(
            "--model_dir=/m", "--workers=2", "--max_threads", "4", "--enable_docs_url", "false",
            "--enable_latency_logging=True", "--log_config_file=/log.yaml", "--event-loop", "uvloop");

        Assert.Equal(
            ["--workers", "--max_threads", "--enable_docs_url", "--enable_latency_logging", "--log_config_file",
                "--event-loop"],
            settings.IgnoredOptions);
    }

    [Fact]
    public void Read_Parameters_AreThoseOfTheModels()
    {
        var settings = Read("--model", "chat=/m", "-p", "quantization=q8", "--parameter", "max_model_len=4096");

        Assert.Equal("q8", settings.Parameters["quantization"]);
        Assert.Equal("4096", settings.Parameters["max_model_len"]);
    }

    [Theory]
    [InlineData("--parameter takes name=value, got 'q8'.", "q8")]
    [InlineData("--parameter takes name=value, got '=q8'.", "=q8")]
    [InlineData("--parameter 'a' is given twice.", "a=1", "a=2")]
    public void Read_WrongParameters_AreNamed(string expected, params string[] parameters)
    {
        var reader = NewReader(["--model", "chat=/m", .. parameters.SelectMany(static text => new[] { "-p", text })]);
        reader.Read();
        Assert.Equal([expected], reader.Errors);
    }

    [Fact]
    public void Read_ParametersWithoutModel_AreRefused()
    {
        var reader = NewReader("-f", "services", "-p", "quantization=q8");
        reader.Read();
        Assert.Contains("there are none", Assert.Single(reader.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("False", 0)]
    [InlineData("true", 9000)]
    public void Read_EnableGrpc_ClosesThePortWhenFalse(string value, int port)
    {
        Assert.Equal(port, Read("--model_dir=/m", "--enable_grpc", value, "--grpc_port=9000").GrpcPort);
    }

    [Fact]
    public void Read_OtherOptions_AreKept()
    {
        var settings = Read(
            "--model", "a=b", "--format", "onnx", "--runtime", "r", "--max-concurrency", "3", "--json-form", "kserve",
            "--drain-delay", "5", "--repository-api", "any", "--tls-cert", "c", "--tls-key", "k", "--allowed-hosts",
            "a.example, b.example", "--log-level", "debug", "--host", "10.0.0.1", "--max-request-bytes", "2048",
            "--model_repository", "/r", "--transport", "kestrel");

        Assert.Equal("onnx", settings.Format);
        Assert.Equal("r", settings.Runtime);
        Assert.Equal(3, settings.MaxConcurrency);
        Assert.Equal(V2JsonForm.KServe, settings.JsonForm);
        Assert.True(settings.UsesKestrelTransport);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.DrainDelay);
        Assert.Equal(RepositoryAccess.Any, settings.RepositoryApi);
        Assert.Equal("c", settings.CertificatePath);
        Assert.Equal("k", settings.CertificateKeyPath);
        Assert.Equal(["a.example", "b.example"], settings.AllowedHosts);
        Assert.Equal(LogLevel.Debug, settings.LogLevel);
        Assert.Equal("10.0.0.1", settings.Host);
        Assert.Equal(2048, settings.MaxRequestBytes);
        Assert.Equal("/r", settings.ModelRepository);
    }

    [Theory]
    [InlineData("--http-port", "abc", "--http-port must be a number from 0 to 65535, got 'abc'.")]
    [InlineData("--http_port", "65536", "--http_port must be a number from 0 to 65535, got '65536'.")]
    [InlineData("--max-concurrency", "0", "--max-concurrency must be a number from 1 to 65536, got '0'.")]
    public void Parse_NumberOutOfRange_NamesOptionAndRange(string option, string value, string message)
    {
        Assert.Equal(message, Assert.Single(Parse(option, value).Errors).Message);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--json-form=loose")]
    [InlineData("--transport=sockets")]
    [InlineData("--http-port")]
    [InlineData("@file")]
    public void Parse_WrongArgument_IsAnError(string argument)
    {
        Assert.NotEmpty(Parse(argument).Errors);
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("=path")]
    [InlineData("iris=")]
    [InlineData("a/b=path")]
    public void Read_ModelWithoutNameOrPath_SaysWhatIsExpected(string text)
    {
        var reader = NewReader("--model", text);
        reader.Read();

        Assert.StartsWith($"--model takes name=path-or-uri, got '{text}'", Assert.Single(reader.Errors));
    }

    [Fact]
    public void Read_PredictorHost_IsRefused()
    {
        var reader = NewReader("--model_dir=/m", "--predictor_host=h");
        reader.Read();

        Assert.Contains("--predictor_host", Assert.Single(reader.Errors), StringComparison.Ordinal);
    }

    private static ServeSettings Read(params string[] args)
    {
        var reader = NewReader(args);
        var settings = reader.Read();
        Assert.Empty(reader.Errors);
        return settings;
    }

    private static ServeSettingsReader NewReader(params string[] args)
    {
        var result = Parse(args, out var options);
        Assert.Empty(result.Errors);
        return new ServeSettingsReader(options, result);
    }

    private static ParseResult Parse(params string[] args) => Parse(args, out _);

    private static ParseResult Parse(string[] args, out ServeOptionSet options)
    {
        options = new ServeOptionSet();
        return KServeCommand.Parse(args, options, new ToolConsole());
    }
}
