using System.Buffers;

namespace KServe.Tool.Output;

/// <summary>Writes a command that calls a model and can be pasted into a shell.</summary>
internal static class CurlLine
{
    private const int MaxElements = 32;

    private static readonly SearchValues<char> ShellSafe = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/ ");

    /// <summary>Writes an inference with zeros where the inputs are small, else a look at the metadata.</summary>
    public static string For(string baseUrl, string modelName, ModelSignature signature)
    {
        var model = $"{baseUrl}/v2/models/{Uri.EscapeDataString(modelName)}";
        var inputs = signature.Inputs.Where(static input => !input.IsOptional).Select(Describe).ToArray();
        return inputs.Length == 0 || inputs.Contains(null)
            ? $"curl {model}"
            : $"curl {model}/infer -H 'Content-Type: application/json' "
                + $"-d '{{\"inputs\": [{string.Join(", ", inputs)}]}}'";
    }

    /// <summary>Writes a question to a language model.</summary>
    public static string ForChat(string baseUrl, string modelName) =>
        modelName.AsSpan().ContainsAnyExcept(ShellSafe)
            ? $"curl {baseUrl}/v2/models/{Uri.EscapeDataString(modelName)}"
            : $"curl {baseUrl}/v1/chat/completions -H 'Content-Type: application/json' "
                + $"-d '{{\"model\": \"{modelName}\", \"messages\": "
                + "[{\"role\": \"user\", \"content\": \"Hello\"}]}'";

    /// <summary>Writes a request for the vector of a text.</summary>
    public static string ForEmbedding(string baseUrl, string modelName) =>
        modelName.AsSpan().ContainsAnyExcept(ShellSafe)
            ? $"curl {baseUrl}/v2/models/{Uri.EscapeDataString(modelName)}"
            : $"curl {baseUrl}/v1/embeddings -H 'Content-Type: application/json' "
                + $"-d '{{\"model\": \"{modelName}\", \"input\": \"Hello\"}}'";

    private static string? Describe(TensorMetadata input)
    {
        var dimensions = input.Shape.Dimensions.ToArray();
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = dimensions[i] < 0 ? 1 : dimensions[i];
        }

        if (!TensorShape.TryGetElementCount(dimensions, out var count) || count is 0 or > MaxElements
            || input.Name.AsSpan().ContainsAnyExcept(ShellSafe))
        {
            return null;
        }

        var element = input.DataType switch
        {
            TensorDataType.BYTES => "\"text\"",
            TensorDataType.BOOL => "false",
            TensorDataType.FP16 or TensorDataType.BF16 => null,
            _ => "0",
        };
        return element is null
            ? null
            : $"{{\"name\": \"{input.Name}\", \"datatype\": \"{input.DataType.GetName()}\", "
                + $"\"shape\": [{string.Join(", ", dimensions)}], "
                + $"\"data\": [{string.Join(", ", Enumerable.Repeat(element, (int)count))}]}}";
    }
}
