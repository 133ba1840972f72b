using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads metadata token by token; what servers write as null is absent.</summary>
internal static class V2MetadataReader
{
    private static readonly JsonNames ServerKeys = new("name", "version", "extensions");
    private static readonly JsonNames ModelKeys =
        new("name", "versions", "platform", "inputs", "outputs", "properties");

    private static readonly JsonNames TensorKeys = new("name", "datatype", "shape");
    private static readonly JsonNames StatusKeys = new("name", "version", "state", "reason");

    private delegate void KeyReader<T>(ref JsonCursor json, int key, JsonField field, ref T value);

    public static ServerMetadata ReadServer(ref JsonCursor json)
    {
        var server = new ServerMetadata("", "", []);
        ReadObject(ref json, ServerKeys, JsonField.Root, ref server, static (ref json, key, field, ref server) =>
            server = key switch
            {
                0 => server with { Name = ReadName(ref json, field) },
                1 => server with { Version = ReadName(ref json, field) },
                _ => server with { Extensions = ReadNames(ref json, field) },
            });
        return server;
    }

    public static ModelMetadata ReadModel(ref JsonCursor json)
    {
        var model = new ModelMetadata("", [], ModelSignature.Empty);
        ReadObject(ref json, ModelKeys, JsonField.Root, ref model, static (ref json, key, field, ref model) =>
        {
            var signature = model.Signature;
            model = key switch
            {
                0 => model with { Name = ReadName(ref json, field) },
                1 => model with { Versions = ReadNames(ref json, field) },
                2 => model with { Signature = signature with { Platform = ReadName(ref json, field) } },
                3 => model with { Signature = signature with { Inputs = ReadTensors(ref json, field) } },
                4 => model with { Signature = signature with { Outputs = ReadTensors(ref json, field) } },
                _ => model with { Signature = signature with { Properties = ReadProperties(ref json, field) } },
            };
        });
        return model;
    }

    public static IReadOnlyList<ModelStatus> ReadIndex(ref JsonCursor json)
    {
        List<ModelStatus> models = [];
        json.Require(JsonTokenType.StartArray, JsonField.Root, "a list of models");
        while (json.Read() != JsonTokenType.EndArray)
        {
            var status = new ModelStatus("", "", ModelState.Unavailable, "");
            var place = new JsonField("models", models.Count);
            ReadObject(ref json, StatusKeys, place, ref status, static (ref json, key, field, ref status) =>
                status = key switch
                {
                    0 => status with { Name = ReadName(ref json, field) },
                    1 => status with { Version = ReadName(ref json, field) },
                    2 => status with { State = ReadState(ref json, field) },
                    _ => status with { Reason = json.GetText(field, json.Limits.MaxParameterLength) },
                });
            models.Add(status);
        }

        return models;
    }

    private static void ReadObject<T>(
        ref JsonCursor json,
        JsonNames keys,
        JsonField field,
        ref T value,
        KeyReader<T> read)
    {
        var seen = 0u;
        json.OpenObject(field, "an object");
        for (var key = json.ReadKnownKey(keys, ref seen, field);
             key >= 0;
             key = json.ReadKnownKey(keys, ref seen, field))
        {
            if (json.Token != JsonTokenType.Null)
            {
                read(ref json, key, field.Child(keys[key]), ref value);
            }
        }
    }

    private static string ReadName(ref JsonCursor json, JsonField field) =>
        json.GetText(field, json.Limits.MaxNameLength);

    private static ModelState ReadState(ref JsonCursor json, JsonField field)
    {
        json.Require(JsonTokenType.String, field, "a string");
        return ModelStates.Parse(json.Value);
    }

    private static List<string> ReadNames(ref JsonCursor json, JsonField field)
    {
        List<string> names = [];
        json.Require(JsonTokenType.StartArray, field, "a list of strings");
        while (json.Read() != JsonTokenType.EndArray)
        {
            RequireRoom(names.Count, json.Limits.MaxObjectKeys, field);
            names.Add(ReadName(ref json, field.At(names.Count)));
        }

        return names;
    }

    private static List<TensorMetadata> ReadTensors(ref JsonCursor json, JsonField field)
    {
        List<TensorMetadata> tensors = [];
        json.Require(JsonTokenType.StartArray, field, "a list of tensors");
        while (json.Read() != JsonTokenType.EndArray)
        {
            RequireRoom(tensors.Count, json.Limits.MaxInputs, field);
            var tensor = new TensorMetadata("", TensorDataType.None, []);
            ReadObject(ref json, TensorKeys, field.At(tensors.Count), ref tensor, ReadTensorKey);
            tensors.Add(tensor);
        }

        return tensors;
    }

    private static void ReadTensorKey(ref JsonCursor json, int key, JsonField field, ref TensorMetadata tensor)
    {
        switch (key)
        {
            case 0:
                tensor = tensor with { Name = ReadName(ref json, field) };
                break;
            case 1:
                json.Require(JsonTokenType.String, field, "a string");
                _ = TensorDataTypes.TryParse(json.Value, out var dataType);
                tensor = tensor with { DataType = dataType };
                break;
            default:
                tensor = tensor with { Shape = ReadShape(ref json, field) };
                break;
        }
    }

    // -1 stands for any size; some servers write it as another negative number.
    private static TensorShape ReadShape(ref JsonCursor json, JsonField field)
    {
        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var rank = 0;
        json.Require(JsonTokenType.StartArray, field, "a list of integers");
        while (json.Read() != JsonTokenType.EndArray)
        {
            RequireRoom(rank, TensorShape.MaxRank, field);
            dimensions[rank++] = json.TryGetInt64(out var dimension)
                ? Math.Max(-1, dimension)
                : throw JsonErrors.Expected(field, "an integer", json.Token);
        }

        return TensorShape.Create(dimensions[..rank]);
    }

    private static Dictionary<string, string> ReadProperties(ref JsonCursor json, JsonField field)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        json.OpenObject(field, "an object");
        while (json.ReadFreeKey(field, out var key))
        {
            RequireRoom(properties.Count, json.Limits.MaxParameters, field);
            var name = System.Text.Encoding.UTF8.GetString(key);
            json.Read();
            properties[name] = json.GetText(field.Child(JsonErrors.Quote(name)), json.Limits.MaxParameterLength);
        }

        return properties;
    }

    private static void RequireRoom(int count, int max, JsonField field)
    {
        if (count >= max)
        {
            throw JsonErrors.At(field, $"more than {max} entries");
        }
    }
}
