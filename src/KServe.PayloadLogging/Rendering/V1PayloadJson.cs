using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Writes captures in the form of V1 JSON: instances and predictions.</summary>
/// <remarks>
/// One tensor is a list nested by its shape, several with one first dimension a list of objects, others an object of
/// lists, as in the protocol's responses. Of a tensor that was cut off only whole rows are written.
/// </remarks>
internal static class V1PayloadJson
{
    public static void Write(Utf8JsonWriter json, PayloadCapture capture)
    {
        json.WriteStartObject();
        json.WritePropertyName(capture.IsRequest ? "instances"u8 : "predictions"u8);
        var tensors = capture.Tensors.Where(static tensor => !tensor.IsRedacted).ToArray();
        if (capture.Tensors.Length == 1)
        {
            WriteSingle(json, capture, tensors);
        }
        else if (HaveRows(tensors))
        {
            WriteRows(json, capture, tensors);
        }
        else
        {
            WriteColumns(json, capture, tensors);
        }

        json.WriteEndObject();
    }

    private static void WriteSingle(Utf8JsonWriter json, PayloadCapture capture, CapturedTensor[] tensors)
    {
        if (tensors.Length == 0)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        WriteNested(json, capture, tensors[0]);
    }

    private static bool HaveRows(CapturedTensor[] tensors) =>
        tensors.Length > 0
        && Array.TrueForAll(tensors, tensor => tensor.Shape.Rank > 0 && tensor.Shape[0] == tensors[0].Shape[0]);

    private static void WriteRows(Utf8JsonWriter json, PayloadCapture capture, CapturedTensor[] tensors)
    {
        var rows = tensors.Min(static tensor => CountRows(tensor));
        var offsets = new int[tensors.Length];
        json.WriteStartArray();
        for (long row = 0; row < rows; row++)
        {
            json.WriteStartObject();
            for (var i = 0; i < tensors.Length; i++)
            {
                json.WritePropertyName(tensors[i].Name);
                offsets[i] = WriteRow(json, capture, tensors[i], row, offsets[i]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int WriteRow(
        Utf8JsonWriter json,
        PayloadCapture capture,
        in CapturedTensor tensor,
        long row,
        int offset)
    {
        var first = row * RowSize(tensor);
        var rest = capture.GetBytes(tensor)[offset..];
        var elements = new TensorElements(tensor, rest, first);
        WriteNested(json, ref elements, tensor.Shape.Dimensions[1..]);
        return offset + elements.Position;
    }

    private static void WriteColumns(Utf8JsonWriter json, PayloadCapture capture, CapturedTensor[] tensors)
    {
        json.WriteStartObject();
        foreach (var tensor in tensors)
        {
            json.WritePropertyName(tensor.Name);
            WriteNested(json, capture, tensor);
        }

        json.WriteEndObject();
    }

    private static void WriteNested(Utf8JsonWriter json, PayloadCapture capture, in CapturedTensor tensor)
    {
        var elements = new TensorElements(tensor, capture.GetBytes(tensor));
        if (!tensor.IsTruncated)
        {
            WriteNested(json, ref elements, tensor.Shape.Dimensions);
            return;
        }

        var rows = CountRows(tensor);
        json.WriteStartArray();
        for (long row = 0; row < rows; row++)
        {
            WriteNested(json, ref elements, tensor.Shape.Dimensions[1..]);
        }

        json.WriteEndArray();
    }

    private static void WriteNested(
        Utf8JsonWriter json,
        ref TensorElements elements,
        ReadOnlySpan<long> dimensions)
    {
        if (dimensions.IsEmpty)
        {
            elements.Write(json, 1);
            return;
        }

        json.WriteStartArray();
        if (dimensions.Length == 1)
        {
            elements.Write(json, dimensions[0]);
        }
        else
        {
            for (long i = 0; i < dimensions[0]; i++)
            {
                WriteNested(json, ref elements, dimensions[1..]);
            }
        }

        json.WriteEndArray();
    }

    private static long CountRows(in CapturedTensor tensor) => tensor.Shape.Rank == 0 ? 0
        : tensor.IsTruncated ? tensor.Count / Math.Max(1, RowSize(tensor))
        : tensor.Shape[0];

    private static long RowSize(in CapturedTensor tensor) =>
        TensorShape.TryGetElementCount(tensor.Shape.Dimensions[1..], out var count) ? count : 1;
}
