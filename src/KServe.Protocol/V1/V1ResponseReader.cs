using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads what a V1 server answers.</summary>
internal static class V1ResponseReader
{
    private static readonly JsonNames Keys = new("predictions", "outputs");

    /// <summary>Reads the body of a prediction.</summary>
    /// <returns>The number of rows; -1 when whole tensors were given.</returns>
    public static int ReadPredictions(ref JsonCursor json, V1Columns columns)
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
            if (seen == Both)
            {
                throw JsonErrors.At(root, "'predictions' and 'outputs' were given, only one of them was expected");
            }

            rows = ReadValue(ref json, columns, root.Child(Keys[key]));
        }

        json.RequireEnd();
        return seen != 0 ? rows : throw JsonErrors.At(root, "'predictions' is missing");
    }

    /// <summary>Reads the body of an explanation into the outputs of a response.</summary>
    public static void ReadExplanations(ref JsonCursor json, InferResponse response, TensorPool pool)
    {
        var root = JsonField.Root;
        json.OpenObject(root, "a JSON object");
        while (json.ReadFreeKey(root, out var key))
        {
            if (response.Outputs.Count == json.Limits.MaxOutputs)
            {
                throw JsonErrors.At(root, $"more than {json.Limits.MaxOutputs} outputs");
            }

            var name = System.Text.Encoding.UTF8.GetString(key);
            json.Read();
            response.Outputs.Add(ReadExplanation(ref json, name, pool, root.Child(JsonErrors.Quote(name))));
        }

        json.RequireEnd();
    }

    private static int ReadValue(ref JsonCursor json, V1Columns columns, JsonField field)
    {
        switch (json.Token)
        {
            case JsonTokenType.StartArray:
                return V1RequestReader.ReadInstances(ref json, columns, field);
            case JsonTokenType.StartObject:
                V1RequestReader.ReadTensors(ref json, columns, field);
                return -1;
            default:
                columns.GetSingle(field).ReadWhole(ref json, field);
                return -1;
        }
    }

    private static InferTensor ReadExplanation(ref JsonCursor json, string name, TensorPool pool, JsonField field)
    {
        var start = json;
        try
        {
            return Read(new V1DynamicColumn(name, V1ColumnKind.Of(input: null)), ref json, pool, field);
        }
        catch (InferenceException)
        {
            // Explanations have any form: what is no tensor is handed over as its text.
            json = start;
            var kind = new V1ColumnKind(TensorDataType.BYTES, IsJson: true);
            return Read(new V1JsonColumn(name, kind), ref json, pool, field);
        }
    }

    private static InferTensor Read(V1Column column, ref JsonCursor json, TensorPool pool, JsonField field)
    {
        column.TensorKind = json.TensorKind;
        column.Begin(pool);
        try
        {
            column.ReadWhole(ref json, field);
            return column.ToTensor(rows: -1);
        }
        finally
        {
            column.End();
        }
    }
}
