using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Knows the execution providers by the names that users write.</summary>
internal static class ExecutionProviders
{
    public const string Cpu = "cpu";

    // The name that the native library lists for each, and whether it is appended by that library's generic call.
    private static readonly (string Name, string NativeName, string? GenericName)[] Known =
    [
        (Cpu, "CPUExecutionProvider", null),
        ("cuda", "CUDAExecutionProvider", null),
        ("tensorrt", "TensorrtExecutionProvider", null),
        ("directml", "DmlExecutionProvider", null),
        ("openvino", "OpenVINOExecutionProvider", null),
        ("coreml", "CoreMLExecutionProvider", "CoreML"),
        ("dnnl", "DnnlExecutionProvider", null),
        ("rocm", "ROCMExecutionProvider", null),
        ("migraphx", "MIGraphXExecutionProvider", null),
        ("xnnpack", "XnnpackExecutionProvider", "XNNPACK"),
        ("qnn", "QNNExecutionProvider", "QNN"),
    ];

    /// <summary>Gets the names as choices of a parameter.</summary>
    public static (string Name, string Value)[] Choices { get; } =
        Array.ConvertAll(Known, static provider => (provider.Name, provider.Name));

    public static bool IsKnown(string? name) => Array.Exists(Known, provider => provider.Name == name);

    public static string Describe() => string.Join(", ", Known.Select(static provider => provider.Name));

    /// <summary>Adds the provider of a model to its session options.</summary>
    /// <exception cref="InferenceException">The installed native package lacks it or refuses its options.</exception>
    public static void Append(SessionOptions session, OnnxSettings settings, string modelName)
    {
        if (settings.ExecutionProvider == Cpu)
        {
            RequireOptions(settings, modelName);
            return;
        }

        var provider = Array.Find(Known, entry => entry.Name == settings.ExecutionProvider);
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(provider.NativeName, StringComparer.Ordinal))
        {
            throw InferenceException.InvalidArgument(
                $"model '{modelName}': execution_provider '{provider.Name}' is not part of the installed package of "
                + $"ONNX Runtime; available: {DescribeAvailable(available)}");
        }

        try
        {
            Append(session, provider.Name, provider.GenericName, settings, modelName);
        }
        catch (Exception error)
            when (error is OnnxRuntimeException or EntryPointNotFoundException or NotSupportedException)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"model '{modelName}': execution_provider '{provider.Name}' cannot be used: "
                + (error is OnnxRuntimeException ? OrtErrorText.Sanitize(error.Message) : "this build lacks it"),
                error);
        }

        if (!settings.AllowCpuNodes)
        {
            session.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }
    }

    private static void Append(
        SessionOptions session,
        string name,
        string? genericName,
        OnnxSettings settings,
        string modelName)
    {
        Dictionary<string, string> options = new(settings.ExecutionProviderOptions, StringComparer.Ordinal);
        switch (name)
        {
            case "cuda":
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    cuda.UpdateOptions(options);
                    session.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case "tensorrt":
                using (var tensorrt = new OrtTensorRTProviderOptions())
                {
                    tensorrt.UpdateOptions(options);
                    session.AppendExecutionProvider_Tensorrt(tensorrt);
                }

                break;
            case "rocm":
                using (var rocm = new OrtROCMProviderOptions())
                {
                    rocm.UpdateOptions(options);
                    session.AppendExecutionProvider_ROCm(rocm);
                }

                break;
            case "directml":
                RequireOptions(settings, modelName, "device_id");
                session.AppendExecutionProvider_DML(GetDeviceId(settings, modelName));
                break;
            case "migraphx":
                RequireOptions(settings, modelName, "device_id");
                session.AppendExecutionProvider_MIGraphX(GetDeviceId(settings, modelName));
                break;
            case "openvino":
                RequireOptions(settings, modelName, "device_type");
                session.AppendExecutionProvider_OpenVINO(options.GetValueOrDefault("device_type", ""));
                break;
            case "dnnl":
                RequireOptions(settings, modelName);
                session.AppendExecutionProvider_Dnnl(settings.EnableCpuMemoryArena ? 1 : 0);
                break;
            default:
                session.AppendExecutionProvider(genericName, options);
                break;
        }
    }

    private static int GetDeviceId(OnnxSettings settings, string modelName)
    {
        var text = settings.ExecutionProviderOptions.GetValueOrDefault("device_id", "0");
        return ushort.TryParse(text, out var id)
            ? id
            : throw InferenceException.InvalidArgument(
                $"model '{modelName}': parameter 'execution_provider_options.device_id' must be a number from 0 to "
                + $"65535, got '{text}'");
    }

    private static void RequireOptions(OnnxSettings settings, string modelName, string? allowed = null)
    {
        foreach (var key in settings.ExecutionProviderOptions.Keys)
        {
            if (key != allowed)
            {
                throw InferenceException.InvalidArgument(
                    $"model '{modelName}': execution_provider '{settings.ExecutionProvider}' takes "
                    + $"{(allowed is null ? "no options" : $"the option '{allowed}' alone")}, got '{key}'");
            }
        }
    }

    private static string DescribeAvailable(string[] available) => string.Join(
        ", ",
        available.Select(static native =>
            Array.Find(Known, provider => provider.NativeName == native).Name ?? native));
}
