using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads one V2 request; tensors join the request one by one, so that no failure loses one.</summary>
internal ref struct V2RequestReader(JsonCursor json, BinaryTail tail, InferRequest request)
{
    private static readonly JsonNames RequestKeys = new("id", "parameters", "inputs", "outputs");
    private static readonly JsonNames OutputKeys = new("name", "parameters");
    private JsonCursor _json = json;
    private BinaryTail _tail = tail;
    private int _parameters;

    /// <summary>Gets whether the bytes of every input came after the JSON.</summary>
    public bool IsAllBinary { get; private set; } = true;

    public void Read()
    {
        var seen = 0u;
        var root = JsonField.Root;
        _json.OpenObject(root, "a JSON object");
        for (var key = _json.ReadKnownKey(RequestKeys, ref seen, root);
             key >= 0;
             key = _json.ReadKnownKey(RequestKeys, ref seen, root))
        {
            var field = root.Child(RequestKeys[key]);
            switch (key)
            {
                case 0 when _json.Token != JsonTokenType.Null:
                    request.Id = _json.GetText(field, _json.Limits.MaxIdLength);
                    break;
                case 1 when _json.Token != JsonTokenType.Null:
                    V2ParametersReader.Read(ref _json, request.Parameters, ref _parameters, field);
                    break;
                case 2:
                    ReadInputs(field);
                    break;
                case 3 when _json.Token != JsonTokenType.Null:
                    ReadOutputs(field);
                    break;
            }
        }

        _json.RequireEnd();
        if ((seen & 4) == 0)
        {
            throw JsonErrors.At(root, "'inputs' is missing");
        }

        if (request.HasParameters)
        {
            RequireFlag(request.Parameters, V2Names.BinaryDataOutput, root.Child("parameters"));
        }

        _tail.RequireEnd();
    }

    private void ReadInputs(JsonField field)
    {
        _json.Require(JsonTokenType.StartArray, field, "a list of tensors");
        var inputs = request.Inputs;
        while (_json.Read() != JsonTokenType.EndArray)
        {
            if (inputs.Count == _json.Limits.MaxInputs)
            {
                throw JsonErrors.At(field, $"more than {_json.Limits.MaxInputs} tensors");
            }

            ReadInput(field.At(inputs.Count));
        }
    }

    private void ReadInput(JsonField field)
    {
        var draft = new V2TensorDraft();
        try
        {
            draft.Read(ref _json, ref _parameters, request.Pool, field);
            if (request.FindInput(draft.Name) is not null)
            {
                throw JsonErrors.At(field, $"the name '{JsonErrors.Quote(draft.Name)}' appears twice");
            }

            var tensor = draft.ToTensor(ref _tail, request.Pool, request.ModelName, field);
            request.Inputs.Add(tensor);
            draft.MoveParameters(tensor);
            IsAllBinary &= draft.IsBinary;
        }
        finally
        {
            draft.Dispose();
        }
    }

    private void ReadOutputs(JsonField field)
    {
        _json.Require(JsonTokenType.StartArray, field, "a list of outputs");
        while (_json.Read() != JsonTokenType.EndArray)
        {
            var outputs = request.Outputs;
            if (outputs.Count == _json.Limits.MaxOutputs)
            {
                throw JsonErrors.At(field, $"more than {_json.Limits.MaxOutputs} outputs");
            }

            var place = field.At(outputs.Count);
            var output = ReadOutput(place);
            if (request.HasOutputs && request.WantsOutput(output.Name))
            {
                throw JsonErrors.At(place, $"the name '{JsonErrors.Quote(output.Name)}' appears twice");
            }

            outputs.Add(output);
        }
    }

    private RequestedOutput ReadOutput(JsonField field)
    {
        var seen = 0u;
        string? name = null;
        InferParameters? parameters = null;
        _json.OpenObject(field, "an object with the name of an output");
        for (var key = _json.ReadKnownKey(OutputKeys, ref seen, field);
             key >= 0;
             key = _json.ReadKnownKey(OutputKeys, ref seen, field))
        {
            var place = field.Child(OutputKeys[key]);
            if (key == 0)
            {
                name = V2TensorDraft.ReadName(ref _json, place);
            }
            else if (_json.Token != JsonTokenType.Null)
            {
                parameters = new InferParameters();
                V2ParametersReader.Read(ref _json, parameters, ref _parameters, place);
                RequireFlag(parameters, V2Names.BinaryData, place);
            }
        }

        var output = new RequestedOutput(name ?? throw JsonErrors.At(field, "'name' is missing"));
        for (var i = 0; i < parameters?.Count; i++)
        {
            output.Parameters.TryAdd(parameters.At(i).Key, parameters.At(i).Value);
        }

        return output;
    }

    private static void RequireFlag(InferParameters parameters, string name, JsonField field)
    {
        if (parameters.TryGet(name, out var flag) && !flag.TryGetBool(out _))
        {
            throw JsonErrors.At(field.Child(name), "true or false was expected");
        }
    }
}
