using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the vectors of texts, as each endpoint has them.</summary>
internal static class EncodingWriter
{
    public static void Write(
        Utf8JsonWriter json,
        OpenAiEncodingRequest request,
        TextEncodingResult result,
        IReadOnlyList<string> labels)
    {
        json.WriteStartArray(request.Kind == OpenAiEncodingKind.Rerank ? "results"u8 : "data"u8);
        foreach (var index in Order(request, result))
        {
            var vector = result.Vectors[index].Span;
            json.WriteStartObject();
            json.WriteNumber("index"u8, index);
            switch (request.Kind)
            {
                case OpenAiEncodingKind.Embeddings:
                    json.WriteString("object"u8, "embedding"u8);
                    WriteEmbedding(json, vector, request.IsBase64);
                    break;
                case OpenAiEncodingKind.Rerank:
                    WriteDocument(json, request, index);
                    json.WriteNumber("relevance_score"u8, vector[0]);
                    break;
                case OpenAiEncodingKind.Score:
                    json.WriteString("object"u8, "score"u8);
                    json.WriteNumber("score"u8, vector[0]);
                    break;
                default:
                    var best = index < result.BestLabels.Count ? result.BestLabels[index] : null;
                    WriteClasses(json, vector, labels, best);
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Gets the inputs in the order of the answer: a ranking begins with the best.</summary>
    private static IEnumerable<int> Order(OpenAiEncodingRequest request, TextEncodingResult result)
    {
        var all = Enumerable.Range(0, result.Vectors.Count);
        return request.Kind == OpenAiEncodingKind.Rerank
            ? all.OrderByDescending(index => result.Vectors[index].Span[0]).Take(request.TopCount ?? int.MaxValue)
            : all;
    }

    private static void WriteEmbedding(Utf8JsonWriter json, ReadOnlySpan<float> vector, bool isBase64)
    {
        if (isBase64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            }

            json.WriteBase64String("embedding"u8, bytes);
            return;
        }

        json.WriteStartArray("embedding"u8);
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteDocument(Utf8JsonWriter json, OpenAiEncodingRequest request, int index)
    {
        if (request.ReturnsDocuments)
        {
            json.WriteStartObject("document"u8);
            json.WriteString("text"u8, request.Encoding.Inputs[index].Pair);
            json.WriteEndObject();
        }
    }

    private static void WriteClasses(
        Utf8JsonWriter json,
        ReadOnlySpan<float> probabilities,
        IReadOnlyList<string> labels,
        string? bestLabel)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        bestLabel ??= best < labels.Count ? labels[best] : best.ToString(CultureInfo.InvariantCulture);
        json.WriteString("label"u8, bestLabel);
        json.WriteStartArray("probs"u8);
        foreach (var probability in probabilities)
        {
            json.WriteNumberValue(probability);
        }

        json.WriteEndArray();
        json.WriteNumber("num_classes"u8, probabilities.Length);
    }
}
