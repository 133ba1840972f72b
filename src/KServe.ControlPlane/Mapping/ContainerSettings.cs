namespace KServe.ControlPlane;

/// <summary>Reads the arguments and variables of a container that mean something to a model of this process.</summary>
internal sealed class ContainerSettings
{
    // What KServe's servers take and this host decides for all models at once.
    private static readonly string[] HostArguments =
    [
        "model_dir", "http_port", "grpc_port", "workers", "nthread", "max_threads", "max_asyncio_workers",
        "enable_grpc", "enable_docs_url", "enable_latency_logging", "configure_logging", "log_config_file",
        "access_log_format", "port", "rest_api_port",
    ];

    // The variable in which presets of LLMInferenceServices take further arguments.
    private const string MoreArguments = "VLLM_ADDITIONAL_ARGS";

    private readonly List<string> _notices = [];
    private readonly List<string> _servedNames = [];

    /// <summary>Gets or sets whether the arguments are those of a language model.</summary>
    public bool IsLanguageModel { get; set; }

    public string? ModelName { get; private set; }

    public string? StorageUri { get; private set; }

    /// <summary>Gets the model of the Hugging Face Hub that KServe's server for these would load.</summary>
    public string? ModelId { get; private set; }

    /// <summary>Gets the branch, tag or commit of that model.</summary>
    public string? ModelRevision { get; private set; }

    /// <summary>Gets the names for OpenAI's clients that are no names of models here, like those of a hub.</summary>
    public IReadOnlyList<string> ServedNames => _servedNames;

    /// <summary>Gets the parameters of a language model.</summary>
    public Dictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the protocol that a custom container speaks.</summary>
    public string? Protocol { get; private set; }

    public bool? PredictProbabilities { get; private set; }

    public IReadOnlyList<string> Notices => _notices;

    /// <summary>Reads a container; what it says wins over what was read before.</summary>
    public void Read(Fields container, Func<string, string> expand)
    {
        string[] arguments = [.. container["args"].Items.Select(item => expand(item.Text ?? ""))];
        ReadArguments(arguments, container.Path + ".args");
        foreach (var variable in container["env"].Items)
        {
            ReadVariable(variable.GetText("name") ?? "", variable.GetText("value"), variable.Path);
        }
    }

    private void ReadArguments(IReadOnlyList<string> arguments, string path)
    {
        List<string> ignored = [];
        foreach (var argument in ContainerArgument.Read(arguments))
        {
            if (TryRead(argument) || HostArguments.Contains(argument.Name, StringComparer.Ordinal))
            {
                continue;
            }

            if (IsLanguageModel && LanguageArguments.FindReason(argument) is { } reason)
            {
                _notices.Add($"{path}: {argument.Written}: {reason}");
            }
            else
            {
                ignored.Add(argument.Written);
            }
        }

        if (ignored.Count > 0)
        {
            var verb = ignored.Count == 1 ? "means" : "mean";
            _notices.Add($"{path}: {string.Join(", ", ignored)} {verb} nothing to a model of this process");
        }
    }

    private bool TryRead(ContainerArgument argument)
    {
        switch (argument.Name)
        {
            case "model_name":
                TakeNames([argument.Value]);
                return true;
            case "model_id":
                ModelId = argument.Value;
                return true;
            case "model_revision" or "revision":
                ModelRevision = argument.Value;
                return true;
            case "served_model_name" when IsLanguageModel:
                TakeNames(argument.Attached is { } name ? [name] : argument.Following);
                return true;

            // vLLM's name of a model is where it lies, too.
            case "model" when IsLanguageModel:
                ModelId = argument.Value.StartsWith('/') ? ModelId : argument.Value;
                return true;
            default:
                // A template that is left over is one of pods.
                return IsLanguageModel
                    && !argument.Value.Contains("{{", StringComparison.Ordinal)
                    && LanguageArguments.TryRead(argument, Parameters);
        }
    }

    // The first that can be the model's name is; clients of OpenAI's protocol may call it by all of them.
    private void TakeNames(IReadOnlyList<string> names)
    {
        if (!IsLanguageModel)
        {
            ModelName = names[0];
            return;
        }

        ModelName = names.FirstOrDefault(static name => ModelNames.GetError(name) is null);
        _servedNames.Clear();
        _servedNames.AddRange(names
            .Where(name => name.Length > 0 && name != ModelName && !name.Contains("{{", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal));
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
            case MoreArguments when IsLanguageModel:
                ReadArguments(
                    (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), $"{path}.value");
                break;
            default:
                if (!IsLanguageModel || !LanguageArguments.TryReadVariable(name, value, Parameters))
                {
                    _notices.Add($"{path}: the variable {name} means nothing to a model of this process");
                }

                break;
        }
    }
}
