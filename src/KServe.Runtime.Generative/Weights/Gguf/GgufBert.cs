using System.Text.Json;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Reads what sets BERT apart: its classifier, its segments, and how embeddings are pooled.</summary>
/// <remarks>Files of RoBERTa and XLM-R are written as BERT too, their table of positions cut to begin at 0.</remarks>
internal static class GgufBert
{
    private const string Labels = "classifier.output_labels";

    public static void Write(Utf8JsonWriter json, GgufFields fields, GgufFile file)
    {
        fields.WriteInteger(json, "type_vocab_size", "tokenizer.ggml.token_type_count");
        if (!file.Tensors.ContainsKey("cls.output.weight"))
        {
            return;
        }

        json.WriteStartArray("architectures");
        json.WriteStringValue("BertForSequenceClassification");
        json.WriteEndArray();
        if (file.Metadata.Has(fields.Key(Labels)))
        {
            var labels = file.Metadata.Texts(fields.Key(Labels), ConfigurationLimits.MaxLabels) ?? [];
            fields.Name("id2label", fields.Key(Labels));
            json.WriteStartObject("id2label");
            for (var i = 0; i < labels.Length; i++)
            {
                json.WriteString($"{i}", labels[i]);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>Reads how an embedding is made; <see langword="null"/> where the file says nothing of it.</summary>
    /// <exception cref="InferenceException">The file names a kind that is not known.</exception>
    public static PoolingConfiguration? ReadPooling(GgufMetadata metadata)
    {
        const string Key = "bert.pooling_type";
        PoolingMode? mode = metadata.Int64(Key) switch
        {
            null or 0 or 4 => null, // none, or the score of a ranking model
            1 => PoolingMode.Mean,
            2 => PoolingMode.FirstToken,
            3 => PoolingMode.LastToken,
            _ => throw metadata.Error(Key, "must be 0 to 4"),
        };
        return mode is { } known ? new PoolingConfiguration { Mode = known, Normalizes = true } : null;
    }
}
