using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads one V1 body into columns.</summary>
internal static class V1RequestReader
{
    private static readonly JsonNames Keys = new("instances", "inputs", "signature_name", "parameters");

    /// <summary>Reads the body.</summary>
    /// <returns>The number of instances; -1 when whole tensors were given by name.</returns>
    public static int Read(ref JsonCursor json, V1Columns columns)
    {
        const uint Both = 3;
        var seen = 0u;
        var rows = 0;
        var root = JsonField.Root;
        json.OpenObject(root, "a JSON object");
        for (var key = json.ReadKnownKey(Keys, ref seen, root);
             key >= 0;
             key = json.ReadKnownKey(Keys, ref seen, root))
        {
            var field = root.Child(Keys[key]);
            if ((seen & Both) == Both)
            {
                throw JsonErrors.At(root, "'instances' and 'inputs' were given, only one of them was expected");
            }

            switch (key)
            {
                case 0 or 1 when json.Token == JsonTokenType.StartArray:
                    rows = ReadInstances(ref json, columns, field);
                    break;
                case 0:
                    throw InferenceException.InvalidArgument("Expected \"instances\" to be a list");
                case 1 when json.Token == JsonTokenType.StartObject:
                    ReadTensors(ref json, columns, field);
                    rows = -1;
                    break;
                case 1:
                    throw InferenceException.InvalidArgument("Expected \"inputs\" to be a list or an object");
                default:
                    json.Skip(field);
                    break;
            }
        }

        json.RequireEnd();
        return (seen & Both) != 0 ? rows : throw JsonErrors.At(root, "'instances' or 'inputs' is missing");
    }

    /// <summary>Reads a list of instances.</summary>
    /// <returns>Their number.</returns>
    public static int ReadInstances(ref JsonCursor json, V1Columns columns, JsonField field)
    {
        if (columns.TryReadRows(ref json, field, out var rows))
        {
            return rows;
        }

        var row = 0;
        while (json.Read() != JsonTokenType.EndArray)
        {
            var place = field.At(row);
            if (json.Token == JsonTokenType.StartObject && !columns.TakesObject(json))
            {
                ReadObject(ref json, columns, row, place);
            }
            else
            {
                columns.GetSingle(place).AppendRow(ref json, row, place);
            }

            row++;
        }

        columns.RequireRows(row, field);
        return row;
    }

    private static void ReadObject(ref JsonCursor json, V1Columns columns, int row, JsonField field)
    {
        while (json.Read() != JsonTokenType.EndObject)
        {
            var column = columns.Get(json.GetKey(field), field);
            json.Read();
            column.AppendRow(ref json, row, field);
        }
    }

    /// <summary>Reads an object of whole tensors.</summary>
    public static void ReadTensors(ref JsonCursor json, V1Columns columns, JsonField field)
    {
        while (json.Read() != JsonTokenType.EndObject)
        {
            var column = columns.Get(json.GetKey(field), field);
            json.Read();
            column.ReadWhole(ref json, field.Child(column.Name));
        }
    }
}
