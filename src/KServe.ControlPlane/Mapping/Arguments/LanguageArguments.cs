using System.Collections.Frozen;
using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Turns arguments of KServe's huggingfaceserver and of vLLM into parameters of a model here.</summary>
/// <remarks>
/// What they say of graphics cards, processes and ports has no parameter. A value that a server of a cluster would
/// refuse reaches the model's own reader, which refuses it with the parameter's name.
/// </remarks>
internal static class LanguageArguments
{
    private const string Length = "max_model_len";
    private const string Caching = "enable_prefix_caching";
    private const string Task = "task";
    private const string PlainTokens = "disable_special_tokens";
    private const string CacheSize = "kv_cache_mib";
    private const string Defaults = "generation_config";

    /// <summary>The variable by which vLLM sizes the cache on processors, in GiB.</summary>
    private const string CacheVariable = "VLLM_CPU_KVCACHE_SPACE";

    private const int MaxCacheGib = 16_383;

    private const string OwnTokenizer = "the tokenizer is that of the model's folder";
    private const string OneEngine = "there is one engine here";
    private const string NoAdapters = "adapters are not served";

    // Why arguments that ask for something of a model do not get it; all others are of the server around it.
    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["backend"] = OneEngine,
        ["disable_lower_case"] = OwnTokenizer,
        ["dtype"] = "weights are held as they are stored, or as the parameter 'quantization' says",
        ["enable_lora"] = NoAdapters,
        ["lora_modules"] = NoAdapters,
        ["runner"] = OneEngine,
        ["tokenizer"] = OwnTokenizer,
        ["tokenizer_revision"] = OwnTokenizer,
        ["trust_remote_code"] = "no code of a model is run",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Says why an argument is not acted on; <see langword="null"/> when it is none of a model.</summary>
    public static string? FindReason(ContainerArgument argument) => Reasons.GetValueOrDefault(argument.Name);

    /// <summary>Reads an argument into the parameters of a model; a later one wins.</summary>
    /// <returns>Whether it means something here.</returns>
    public static bool TryRead(ContainerArgument argument, IDictionary<string, string> parameters)
    {
        switch (argument.Name)
        {
            case "return_probabilities" or "return_raw_logits" or "return_offsets_mapping" or PlainTokens or Caching:
                parameters[argument.Name] = argument.Attached ?? "true";
                return true;
            case "no_enable_prefix_caching":
                parameters[Caching] = "false";
                return true;
            case "add_special_tokens":
                parameters[PlainTokens] = "false";
                return true;
            case Task:
                SetTask(argument.Value, parameters);
                return true;
            case "convert" when argument.Value is "embed" or "classify":
                SetTask(argument.Value, parameters);
                return true;

            // For huggingfaceserver both are one, and the later wins.
            case "max_length" or Length:
                SetLength(argument.Value, parameters);
                return true;
            case "max_num_seqs" or "max_num_batched_tokens" or "block_size":
                parameters[argument.Name] = ReadCount(argument.Value);
                return true;

            // Of this process alone; clusters pass over them.
            case "threads" or "queue_limit" or CacheSize:
                parameters[argument.Name] = argument.Value;
                return true;
            default:
                return TrySetChoice(argument, parameters);
        }
    }

    /// <summary>Reads a variable of the environment.</summary>
    /// <returns>Whether it means something here.</returns>
    public static bool TryReadVariable(string name, string? value, IDictionary<string, string> parameters)
    {
        if (name != CacheVariable
            || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var gib)
            || gib is < 1 or > MaxCacheGib)
        {
            return false;
        }

        parameters[CacheSize] = (gib * 1024).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Writes parameters as the arguments that they are read from, sorted.</summary>
    public static IEnumerable<string> Write(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        foreach (var (name, value) in parameters.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (!bool.TryParse(value, out var isOn))
            {
                yield return name == Defaults && value == "none" ? $"--{name}=vllm" : $"--{name}={value}";
            }
            else if (isOn)
            {
                yield return $"--{name}";
            }
            else if (name == Caching)
            {
                yield return "--no-enable-prefix-caching";
            }
        }
    }

    // Names that vLLM has for tasks of huggingfaceserver; others are its own.
    private static void SetTask(string value, IDictionary<string, string> parameters)
    {
        if (value is "auto")
        {
            parameters.Remove(Task);
            return;
        }

        parameters[Task] = value switch
        {
            "generate" => "text_generation",
            "embed" or "embedding" => "text_embedding",
            "classify" or "score" => "sequence_classification",
            _ => value,
        };
    }

    // vLLM takes both for what fits.
    private static void SetLength(string value, IDictionary<string, string> parameters)
    {
        if (value is "auto" or "-1")
        {
            parameters.Remove(Length);
        }
        else
        {
            parameters[Length] = ReadCount(value);
        }
    }

    // Values that only vLLM has name kernels and checkpoints of graphics cards.
    private static bool TrySetChoice(ContainerArgument argument, IDictionary<string, string> parameters)
    {
        var value = (argument.Name, argument.Value) switch
        {
            ("kv_cache_dtype", "float32" or "float16" or "bfloat16" or "int8") => argument.Value,
            ("quantization", "auto" or "none" or "q8" or "q4") => argument.Value,
            (Defaults, "auto") => "auto",
            (Defaults, "vllm") => "none",
            _ => null,
        };
        if (value is not null)
        {
            parameters[argument.Name] = value;
        }

        return value is not null || argument is { Name: "kv_cache_dtype", Value: "auto" };
    }

    // As vLLM reads them: 8k is 8,000 and 8K is 8,192.
    private static string ReadCount(string value)
    {
        var factor = value.Length < 2 ? 0 : value[^1] switch
        {
            'k' => 1_000,
            'm' => 1_000_000,
            'K' => 1 << 10,
            'M' => 1 << 20,
            _ => 0,
        };
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        return factor > 0
            && decimal.TryParse(value.AsSpan(..^1), Style, CultureInfo.InvariantCulture, out var number)
            && number < int.MaxValue
                ? decimal.Truncate(number * factor).ToString(CultureInfo.InvariantCulture)
                : value;
    }
}
