using KServe.AspNetCore;
using KServe.Protocol;
using Microsoft.Extensions.Logging;

namespace KServe.Tool.Commands;

/// <summary>Holds what the command line says; what it leaves out is <see langword="null"/>.</summary>
internal sealed record ServeSettings
{
    public IReadOnlyList<ModelArgument> Models { get; init; } = [];

    /// <summary>Gets KServe's <c>--model_dir</c>, a model or a folder of models, and its <c>--model_name</c>.</summary>
    public ModelArgument? ModelDirectory { get; init; }

    public string? ModelRepository { get; init; }

    public string? Format { get; init; }

    public string? Runtime { get; init; }

    /// <summary>Gets the parameters of all models that the command line names.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public int? MaxConcurrency { get; init; }

    public string? Host { get; init; }

    public int? HttpPort { get; init; }

    public int? GrpcPort { get; init; }

    public string? CertificatePath { get; init; }

    public string? CertificateKeyPath { get; init; }

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public RepositoryAccess? RepositoryApi { get; init; }

    /// <summary>Gets the files and folders of resources.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    public RepositoryAccess? ControlApi { get; init; }

    /// <summary>Gets what stands for storage that resources name, by the beginning of the URI.</summary>
    public IReadOnlyDictionary<string, string> StorageMap { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public V2JsonForm? JsonForm { get; init; }

    /// <summary>Gets whether Kestrel's own transport serves although KServe's could.</summary>
    public bool UsesKestrelTransport { get; init; }

    public int? MaxRequestBytes { get; init; }

    public TimeSpan? DrainDelay { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Gets whether the arguments are those of a KServe image, which listens on all addresses.</summary>
    public bool UsesKServeSpelling { get; init; }

    /// <summary>Gets the options that KServe's servers know and that mean nothing here.</summary>
    public IReadOnlyList<string> IgnoredOptions { get; init; } = [];

    public bool HasModels => Models.Count > 0 || ModelDirectory is not null || ModelRepository is not null
        || Resources.Count > 0 || ControlApi is RepositoryAccess.Loopback;
}
