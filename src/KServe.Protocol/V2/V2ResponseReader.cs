using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads one V2 response; tensors join the response one by one, so that no failure loses one.</summary>
internal ref struct V2ResponseReader(JsonCursor json, BinaryTail tail, InferResponse response, TensorPool pool)
{
    private static readonly JsonNames Keys = new("model_name", "model_version", "id", "parameters", "outputs");
    private JsonCursor _json = json;
    private BinaryTail _tail = tail;
    private int _parameters;

    public void Read()
    {
        var seen = 0u;
        var root = JsonField.Root;
        _json.OpenObject(root, "a JSON object");
        for (var key = _json.ReadKnownKey(Keys, ref seen, root);
             key >= 0;
             key = _json.ReadKnownKey(Keys, ref seen, root))
        {
            var field = root.Child(Keys[key]);
            switch (key)
            {
                // Servers write null for what they do not have.
                case < 4 when _json.Token == JsonTokenType.Null:
                    break;
                case 0:
                    response.ModelName = _json.GetText(field, _json.Limits.MaxNameLength);
                    break;
                case 1:
                    response.ModelVersion = _json.GetText(field, _json.Limits.MaxNameLength);
                    break;
                case 2:
                    response.Id = _json.GetText(field, _json.Limits.MaxIdLength);
                    break;
                case 3:
                    V2ParametersReader.Read(ref _json, response.Parameters, ref _parameters, field);
                    break;
                case 4:
                    ReadOutputs(field);
                    break;
            }
        }

        _json.RequireEnd();
        if ((seen & (1 << 4)) == 0)
        {
            throw JsonErrors.At(root, "'outputs' is missing");
        }

        _tail.RequireEnd();
    }

    private void ReadOutputs(JsonField field)
    {
        _json.Require(JsonTokenType.StartArray, field, "a list of tensors");
        var outputs = response.Outputs;
        while (_json.Read() != JsonTokenType.EndArray)
        {
            if (outputs.Count == _json.Limits.MaxOutputs)
            {
                throw JsonErrors.At(field, $"more than {_json.Limits.MaxOutputs} tensors");
            }

            ReadOutput(field.At(outputs.Count));
        }
    }

    private void ReadOutput(JsonField field)
    {
        var draft = new V2TensorDraft();
        try
        {
            draft.Read(ref _json, ref _parameters, pool, field);
            if (response.FindOutput(draft.Name) is not null)
            {
                throw JsonErrors.At(field, $"the name '{JsonErrors.Quote(draft.Name)}' appears twice");
            }

            var tensor = draft.ToTensor(ref _tail, pool, JsonErrors.Quote(response.ModelName), field);
            response.Outputs.Add(tensor);
            draft.MoveParameters(tensor);
        }
        finally
        {
            draft.Dispose();
        }
    }
}
