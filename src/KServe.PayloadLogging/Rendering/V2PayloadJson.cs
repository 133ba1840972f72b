using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Writes captures in the form of V2 JSON.</summary>
internal static class V2PayloadJson
{
    public static void Write(Utf8JsonWriter json, PayloadCapture capture)
    {
        json.WriteStartObject();
        json.WriteString("model_name"u8, capture.ModelName);
        if (capture.ModelVersion.Length > 0)
        {
            json.WriteString("model_version"u8, capture.ModelVersion);
        }

        if (capture.Origin.RequestId is { } id)
        {
            json.WriteString("id"u8, id);
        }

        WriteParameters(json, capture.Parameters, default);
        json.WriteStartArray(capture.IsRequest ? "inputs"u8 : "outputs"u8);
        foreach (ref readonly var tensor in capture.Tensors.AsSpan())
        {
            WriteTensor(json, capture, tensor);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, PayloadCapture capture, in CapturedTensor tensor)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, tensor.Name);
        json.WriteStartArray("shape"u8);
        foreach (var dimension in tensor.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteString("datatype"u8, tensor.DataType.GetName());
        WriteParameters(json, tensor.Parameters, tensor);
        json.WriteStartArray("data"u8);
        new TensorElements(tensor, capture.GetBytes(tensor)).Write(json, tensor.Count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteParameters(
        Utf8JsonWriter json,
        KeyValuePair<string, InferParameter>[] parameters,
        in CapturedTensor tensor)
    {
        if (parameters.Length == 0 && !tensor.IsTruncated && !tensor.IsRedacted)
        {
            return;
        }

        json.WriteStartObject("parameters"u8);
        foreach (var (name, value) in parameters)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        if (tensor.IsTruncated)
        {
            json.WriteBoolean("truncated"u8, true);
        }

        if (tensor.IsRedacted)
        {
            json.WriteBoolean("redacted"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, InferParameter value)
    {
        if (value.TryGetString(out var text))
        {
            json.WriteStringValue(text);
        }
        else if (value.TryGetDouble(out var number) && !double.IsFinite(number))
        {
            json.WriteNullValue();
        }
        else
        {
            // Numbers and Booleans write themselves as JSON.
            json.WriteRawValue(value.ToString(), skipInputValidation: true);
        }
    }
}
