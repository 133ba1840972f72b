using System.Collections.Immutable;
using System.Text.Json;

namespace KServe.Runtime.Generative.Weights.Safetensors;

/// <summary>Parses the JSON of a safetensors header.</summary>
internal static class SafetensorsParser
{
    private const string Metadata = "__metadata__";
    private const int MaxRank = 32;

    /// <exception cref="InferenceException">A field is missing, wrong or there twice.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    public static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header, string file)
    {
        var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw Error(file, name, "is there twice");
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Error(file, name, "must be an object");
            }

            if (name == Metadata)
            {
                CheckMetadata(ref reader, file);
            }
            else
            {
                entries.Add(ParseEntry(ref reader, file, name));
            }
        }

        reader.Read(); // throws where anything but space follows
        return entries;
    }

    private static void CheckMetadata(ref Utf8JsonReader reader, string file)
    {
        HashSet<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isNew = names.Add(reader.GetString()!);
            reader.Read();
            if (!isNew || reader.TokenType != JsonTokenType.String)
            {
                throw WeightErrors.Create(file, $"{Metadata} must map texts to texts, each once");
            }
        }
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string file, string name)
    {
        SafetensorsType? type = null;
        ImmutableArray<long> shape = default;
        ImmutableArray<long> offsets = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8) && type is null)
            {
                type = ParseType(ref reader, file, name);
            }
            else if (reader.ValueTextEquals("shape"u8) && shape.IsDefault)
            {
                shape = ParseSizes(ref reader, file, name, "shape", MaxRank);
            }
            else if (reader.ValueTextEquals("data_offsets"u8) && offsets.IsDefault)
            {
                offsets = ParseSizes(ref reader, file, name, "data_offsets", 2);
            }
            else
            {
                throw Error(file, name, "must have dtype, shape and data_offsets, each once");
            }
        }

        return type is not null && !shape.IsDefault && offsets is { IsDefault: false, Length: 2 }
            ? new SafetensorsEntry(name, type, shape, offsets[0], offsets[1])
            : throw Error(file, name, "must have dtype, shape and two data_offsets");
    }

    private static SafetensorsType ParseType(ref Utf8JsonReader reader, string file, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Error(file, name, "must have a dtype that is a text");
        }

        var type = reader.GetString()!;
        return SafetensorsType.Find(type)
            ?? throw Error(file, name, $"has the unknown dtype {WeightErrors.Show(type)}");
    }

    private static ImmutableArray<long> ParseSizes(
        ref Utf8JsonReader reader, string file, string name, string field, int maxCount)
    {
        reader.Read();
        var isList = reader.TokenType == JsonTokenType.StartArray;
        var sizes = ImmutableArray.CreateBuilder<long>();
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isList = sizes.Count < maxCount
                && reader.TokenType == JsonTokenType.Number
                && reader.TryGetInt64(out var size)
                && size >= 0;
            sizes.Add(isList ? reader.GetInt64() : 0);
        }

        return isList
            ? sizes.DrainToImmutable()
            : throw Error(file, name, $"must have {field} with at most {maxCount} whole numbers from 0");
    }

    private static InferenceException Error(string file, string name, string reason) =>
        WeightErrors.Create(file, $"tensor {WeightErrors.Show(name)} {reason}");
}
