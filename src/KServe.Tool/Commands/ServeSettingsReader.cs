using System.CommandLine;
using KServe.AspNetCore;
using KServe.Protocol;
using Microsoft.Extensions.Logging;

namespace KServe.Tool.Commands;

/// <summary>Reads settings from a command line that was parsed without errors.</summary>
internal sealed class ServeSettingsReader(ServeOptionSet options, ParseResult result)
{
    private const string DefaultModelName = "model";
    private const string DefaultModelDirectory = "/mnt/models";

    private readonly List<string> _errors = [];

    /// <summary>Gets what is wrong with the values.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ServeSettings Read()
    {
        if (Get(options.PredictorHost) is not null)
        {
            _errors.Add("--predictor_host is not supported: this server runs models itself and calls no other.");
        }

        return new ServeSettings
        {
            Models = ReadModels(),
            ModelDirectory = ReadModelDirectory(),
            ModelRepository = Get(options.ModelRepository),
            Format = Get(options.Format),
            Runtime = Get(options.Runtime),
            Parameters = ReadParameters(),
            MaxConcurrency = Get(options.MaxConcurrency),
            Host = Get(options.Host),
            HttpPort = Get(options.HttpPort),
            GrpcPort = IsFalse(Get(options.EnableGrpc)) ? 0 : Get(options.GrpcPort),
            CertificatePath = Get(options.CertificatePath),
            CertificateKeyPath = Get(options.CertificateKeyPath),
            AllowedHosts = ReadAllowedHosts(),
            RepositoryApi = ReadChoice<RepositoryAccess>(options.RepositoryApi),
            Resources = Get(options.Resources) ?? [],
            ControlApi = ReadChoice<RepositoryAccess>(options.ControlApi),
            StorageMap = ReadStorageMap(),
            JsonForm = ReadChoice<V2JsonForm>(options.JsonForm),
            UsesKestrelTransport = Get(options.Transport) == "kestrel",
            MaxRequestBytes = Get(options.MaxRequestBytes),
            DrainDelay = Get(options.DrainDelay) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            LogLevel = ReadLogLevel(),
            UsesKServeSpelling = options.SharedWithKServe.Any(IsSpeltAsKServeDoes),
            IgnoredOptions = options.Ignored.FindIn(result),
        };
    }

    private static bool IsFalse(string? value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);

    private T? Get<T>(Option<T> option) => result.GetValue(option);

    private List<ModelArgument> ReadModels()
    {
        List<ModelArgument> models = [];
        foreach (var text in Get(options.Models) ?? [])
        {
            if (ModelArgument.Parse(text, out var error) is { } model)
            {
                models.Add(model);
            }
            else
            {
                _errors.Add(error);
            }
        }

        return models;
    }

    private ModelArgument? ReadModelDirectory()
    {
        var name = Get(options.ModelName);
        var directory = Get(options.ModelDirectory);
        if (name is null && directory is null)
        {
            return null;
        }

        name ??= DefaultModelName;
        if (ModelNames.GetError(name) is { } error)
        {
            _errors.Add($"--model_name: {error}, got '{name}'.");
        }

        return new ModelArgument(name, directory ?? DefaultModelDirectory);
    }

    private Dictionary<string, string> ReadParameters()
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Get(options.Parameters) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                _errors.Add($"--parameter takes name=value, got '{text}'.");
            }
            else if (!parameters.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                _errors.Add($"--parameter '{text[..equals]}' is given twice.");
            }
        }

        if (parameters.Count > 0 && Get(options.Models) is null or { Length: 0 }
            && Get(options.ModelDirectory) is null
            && Get(options.ModelName) is null)
        {
            _errors.Add("--parameter is for the models of --model and --model_dir, and there are none.");
        }

        return parameters;
    }

    private string[] ReadAllowedHosts() =>
    [
        .. (Get(options.AllowedHosts) ?? []).SelectMany(static hosts =>
            hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    private Dictionary<string, string> ReadStorageMap()
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (var text in Get(options.StorageMap) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == text.Length - 1)
            {
                _errors.Add($"--storage-map takes prefix=path-or-uri, like gs://bucket/=./models; got '{text}'.");
            }
            else if (!map.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                _errors.Add($"--storage-map '{text[..equals]}' is given twice.");
            }
        }

        return map;
    }

    private TEnum? ReadChoice<TEnum>(Option<string> option)
        where TEnum : struct, Enum =>
        Get(option) is { } text ? Enum.Parse<TEnum>(text, ignoreCase: true) : null;

    private LogLevel ReadLogLevel() => Get(options.LogLevel) switch
    {
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => Console.IsErrorRedirected ? LogLevel.Information : LogLevel.Warning,
    };

    private bool IsSpeltAsKServeDoes(Option option) =>
        result.GetResult(option)?.IdentifierToken?.Value.Contains('_', StringComparison.Ordinal) ?? false;
}
