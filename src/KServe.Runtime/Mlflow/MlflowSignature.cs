using System.Text.Json;

namespace KServe.Runtime.Mlflow;

/// <summary>Reads the inputs of a model signature, which MLflow keeps as JSON inside YAML.</summary>
internal static class MlflowSignature
{
    private const int MaxInputs = 100_000;

    /// <summary>Reads the inputs.</summary>
    /// <param name="json">
    /// A list of columns or of tensors; <see langword="null"/> for a model without signature.
    /// </param>
    /// <param name="isFrame">Whether they are columns of a table.</param>
    /// <exception cref="InvalidDataException">The JSON is wrong or has a type that is not known.</exception>
    public static IReadOnlyList<TensorMetadata> Read(string? json, out bool isFrame)
    {
        isFrame = false;
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            List<TensorMetadata> inputs = [];
            foreach (var entry in document.RootElement.EnumerateArray())
            {
                if (inputs.Count == MaxInputs)
                {
                    throw new InvalidDataException($"signature: more than {MaxInputs} inputs");
                }

                var isColumn = ReadText(entry, "type") != "tensor";
                isFrame |= isColumn;
                inputs.Add(isColumn ? ReadColumn(entry, inputs.Count) : ReadTensor(entry, inputs.Count));
            }

            return inputs;
        }
        catch (Exception error) when (error is JsonException
            or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("signature: inputs are not the JSON that was expected", error);
        }
    }

    private static TensorMetadata ReadColumn(JsonElement column, int index)
    {
        var type = ReadText(column, "type") ?? "";
        var isRequired = !column.TryGetProperty("required", out var required) || required.GetBoolean();
        return new TensorMetadata(ReadText(column, "name") ?? $"input-{index}", ReadColumnType(type), [-1])
        {
            IsOptional = !isRequired
                || (column.TryGetProperty("optional", out var optional) && optional.GetBoolean()),
            AcceptsAnyShape = true,
        };
    }

    private static TensorMetadata ReadTensor(JsonElement tensor, int index)
    {
        var spec = tensor.GetProperty("tensor-spec");
        long[] shape = [.. spec.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())];
        if (shape.Length > TensorShape.MaxRank || shape.Any(static size => size < -1))
        {
            throw new InvalidDataException($"signature: the shape of tensor {index} is not possible");
        }

        return new TensorMetadata(
            ReadText(tensor, "name") ?? $"input-{index}",
            ReadTensorType(ReadText(spec, "dtype") ?? ""),
            TensorShape.Create(shape));
    }

    private static string? ReadText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static TensorDataType ReadColumnType(string type) => type switch
    {
        "boolean" => TensorDataType.BOOL,
        "integer" => TensorDataType.INT32,
        "long" => TensorDataType.INT64,
        "float" => TensorDataType.FP32,
        "double" => TensorDataType.FP64,
        "string" or "binary" or "datetime" => TensorDataType.BYTES,
        _ => throw new InvalidDataException($"signature: the type '{type}' of a column is not supported"),
    };

    private static TensorDataType ReadTensorType(string type) => type switch
    {
        "bool" => TensorDataType.BOOL,
        "int8" => TensorDataType.INT8,
        "int16" => TensorDataType.INT16,
        "int32" => TensorDataType.INT32,
        "int64" => TensorDataType.INT64,
        "uint8" => TensorDataType.UINT8,
        "uint16" => TensorDataType.UINT16,
        "uint32" => TensorDataType.UINT32,
        "uint64" => TensorDataType.UINT64,
        "float16" => TensorDataType.FP16,
        "float32" => TensorDataType.FP32,
        "float64" => TensorDataType.FP64,
        "str" or "object" or "bytes" => TensorDataType.BYTES,
        _ => throw new InvalidDataException($"signature: the type '{type}' of a tensor is not supported"),
    };
}
