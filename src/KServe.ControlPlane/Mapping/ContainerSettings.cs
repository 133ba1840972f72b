namespace KServe.ControlPlane;

/// <summary>Reads the arguments and variables of a container that mean something to a model of this process.</summary>
internal sealed class ContainerSettings
{
    // What KServe's servers take and this host decides for all models at once.
    private static readonly string[] HostArguments =
    [
        "--model_dir", "--http_port", "--grpc_port", "--workers", "--nthread", "--max_threads",
        "--max_asyncio_workers", "--enable_grpc", "--enable_docs_url", "--enable_latency_logging",
        "--configure_logging", "--log_config_file", "--access_log_format", "--port", "--rest_api_port",
    ];

    private readonly List<string> _notices = [];

    public string? ModelName { get; private set; }

    public string? StorageUri { get; private set; }

    /// <summary>Gets the model of the Hugging Face Hub that KServe's server for these would load.</summary>
    public string? ModelId { get; private set; }

    /// <summary>Gets the branch, tag or commit of that model.</summary>
    public string? ModelRevision { get; private set; }

    /// <summary>Gets the most tokens of prompt and answer.</summary>
    public string? MaxModelLength { get; private set; }

    /// <summary>Gets the protocol that a custom container speaks.</summary>
    public string? Protocol { get; private set; }

    public bool? PredictProbabilities { get; private set; }

    public IReadOnlyList<string> Notices => _notices;

    /// <summary>Reads a container; what it says wins over what was read before.</summary>
    public void Read(Fields container, Func<string, string> expand)
    {
        ReadArguments([.. container["args"].Items.Select(static item => item.Text ?? "")], container.Path, expand);
        foreach (var variable in container["env"].Items)
        {
            ReadVariable(variable.GetText("name") ?? "", variable.GetText("value"), variable.Path);
        }
    }

    private void ReadArguments(string[] arguments, string path, Func<string, string> expand)
    {
        List<string> ignored = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            var equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arguments[i] : arguments[i][..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            var next = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var value = equals < 0 ? next : arguments[i][(equals + 1)..];
            if (name is "--model_name")
            {
                ModelName = expand(value);
            }
            else if (name is "--model_id")
            {
                ModelId = expand(value);
            }
            else if (name is "--model_revision" or "--revision")
            {
                ModelRevision = expand(value);
            }
            else if (name is "--max_model_len" or "--max-model-len")
            {
                MaxModelLength = expand(value);
            }
            else if (!HostArguments.Contains(name, StringComparer.Ordinal))
            {
                ignored.Add(name);
            }
        }

        if (ignored.Count > 0)
        {
            _notices.Add($"{path}.args: {string.Join(", ", ignored)} mean nothing to a model of this process");
        }
    }

    private void ReadVariable(string name, string? value, string path)
    {
        switch (name)
        {
            case "PREDICT_PROBA":
                PredictProbabilities = string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
                break;
            case "STORAGE_URI":
                StorageUri = value;
                break;
            case "PROTOCOL":
                Protocol = value;
                break;
            default:
                _notices.Add($"{path}: the variable {name} means nothing to a model of this process");
                break;
        }
    }
}
