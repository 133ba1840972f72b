using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Payloads;

/// <summary>Does the same work with System.Text.Json as someone would who writes a server by hand.</summary>
internal static class JsonPeer
{
    /// <summary>Reads all numbers that come after a key.</summary>
    /// <returns>How many there were.</returns>
    public static int ReadNumbers(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, float[] values)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(key)))
        {
        }

        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                values[count++] = reader.GetSingle();
            }
        }

        return count;
    }

    /// <summary>Writes numbers as a list in a list under one key.</summary>
    /// <returns>The bytes written.</returns>
    public static int WriteNumbers(PooledBufferWriter output, ReadOnlySpan<byte> key, ReadOnlySpan<float> values)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteStartArray(key);
        writer.WriteStartArray();
        foreach (var value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenCount;
    }

    /// <summary>Reads a body.</summary>
    public static T Deserialize<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(json, type)!;

    /// <summary>Writes a body.</summary>
    /// <returns>The bytes written.</returns>
    public static int Serialize<T>(PooledBufferWriter output, T body, JsonTypeInfo<T> type)
        where T : class
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, body, type);
        writer.Flush();
        return output.WrittenCount;
    }
}
