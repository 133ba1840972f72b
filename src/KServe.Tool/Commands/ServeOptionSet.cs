using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace KServe.Tool.Commands;

/// <summary>Holds the options of <c>serve</c>, in this tool's spelling and in KServe's.</summary>
internal sealed class ServeOptionSet
{
    public Option<string[]> Models { get; } = new("--model")
    {
        Description = "A model to serve, as name=path-or-uri; may be given many times.",
        HelpName = "name=path-or-uri",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string> ModelName { get; } = Text("--model_name", "The name of the model in --model_dir.", "name");

    public Option<string> ModelDirectory { get; } = Text(
        "--model_dir",
        "A model, or a folder of models, by path or URI. Default with --model_name: /mnt/models.",
        "path");

    public Option<string> ModelRepository { get; } = Text(
        "--model-repository", "A folder whose sub-folders are models.", "path", "--model_repository");

    public Option<string> Format { get; } = Text(
        "--format", "The format of the models. Default: by their files.", "name");

    public Option<string> Runtime { get; } = Text("--runtime", "The serving runtime. Default: by the format.", "name");

    public Option<string[]> Parameters { get; } = new("--parameter", "-p")
    {
        Description = "A parameter of the models, as name=value, such as quantization=q8; may be given many times.",
        HelpName = "name=value",
    };

    public Option<int?> MaxConcurrency { get; } = Number(
        "--max-concurrency", "Requests that run at the same time, per model.", 1, 65_536);

    public Option<string> Host { get; } = Text(
        "--host",
        "The address to listen on: localhost, * or an IP address. Default: localhost; in a container all.",
        "address");

    public Option<int?> HttpPort { get; } = Number(
        "--http-port", "The port for HTTP; 0 closes it. Default: 8080.", 0, 65_535, "--http_port");

    public Option<int?> GrpcPort { get; } = Number(
        "--grpc-port", "The port for gRPC; 0 closes it. Default: 8081.", 0, 65_535, "--grpc_port");

    public Option<string> EnableGrpc { get; } = Hidden("--enable_grpc");

    public Option<string> CertificatePath { get; } = Text(
        "--tls-cert", "A PEM file with the certificate; the HTTP port then carries gRPC too.", "path");

    public Option<string> CertificateKeyPath { get; } = Text(
        "--tls-key", "A PEM file with the private key. Default: the file of --tls-cert.", "path");

    public Option<string[]> AllowedHosts { get; } = new("--allowed-hosts")
    {
        Description = "Host names that requests may carry, with commas or given many times.",
        HelpName = "name,...",
    };

    public Option<string> RepositoryApi { get; } = Choice(
        "--repository-api", "Who may load and unload models. Default: loopback.", "disabled", "loopback", "any");

    public Option<string[]> Resources { get; } = new("--filename", "-f")
    {
        Description = "Files or folders of InferenceServices and other resources, which are followed.",
        HelpName = "path",
    };

    public Option<string> ControlApi { get; } = Choice(
        "--control-api", "Who may read and change resources. Default: disabled.", "disabled", "loopback");

    public Option<string[]> StorageMap { get; } = new("--storage-map")
    {
        Description = "What stands for storage that resources name, as gs://bucket/=folder; may be given many times.",
        HelpName = "prefix=path-or-uri",
    };

    public Option<string> JsonForm { get; } = Choice(
        "--json-form", "How V2 answers are written. Default: strict.", "strict", "kserve");

    public Option<string> Transport { get; } = Choice(
        "--transport", "Who serves the sockets. Default: kserve, which needs Linux.", "kserve", "kestrel");

    public Option<int?> MaxRequestBytes { get; } = Number(
        "--max-request-bytes", "The largest request. Default: 67108864.", 1024, 1 << 30);

    public Option<int?> DrainDelay { get; } = Number(
        "--drain-delay", "Seconds to go on serving, not ready, when told to stop. Default: 0.", 0, 3600);

    public Option<string> LogLevel { get; } = Choice(
        "--log-level", "What is logged. Default: info; warning on a terminal.", "debug", "info", "warning", "error");

    public Option<string> PredictorHost { get; } = Hidden("--predictor_host");

    public IgnoredOptions Ignored { get; } = new();

    /// <summary>Gets the options whose spelling with underscores says that KServe wrote the command line.</summary>
    public IEnumerable<Option> SharedWithKServe => [ModelName, ModelDirectory, HttpPort, GrpcPort];

    public void AddTo(Command command)
    {
        Option[] options =
        [
            Models, ModelName, ModelDirectory, ModelRepository, Format, Runtime, Parameters, MaxConcurrency, Host,
            HttpPort, GrpcPort, EnableGrpc, CertificatePath, CertificateKeyPath, AllowedHosts, RepositoryApi, Resources,
            ControlApi, JsonForm, Transport, MaxRequestBytes, DrainDelay, LogLevel, PredictorHost,
            StorageMap,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        Ignored.AddTo(command);
    }

    private static Option<string> Text(string name, string description, string helpName, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };

    private static Option<string> Hidden(string name) => new(name) { Hidden = true };

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description };
        return option.AcceptOnlyFromAmong(values);
    }

    private static Option<int?> Number(string name, string description, int min, int max, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result => ParseNumber(result, min, max),
        };

    private static int? ParseNumber(ArgumentResult result, int min, int max)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        var option = ((OptionResult)result.Parent!).IdentifierToken!.Value;
        result.AddError($"{option} must be a number from {min} to {max}, got '{text}'.");
        return null;
    }
}
