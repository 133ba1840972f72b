namespace KServe.Protocol;

/// <summary>Writes one V2 request.</summary>
internal readonly ref struct V2RequestWriter(
    InferRequest request,
    bool wantsBinary,
    List<InferTensor> binaryInputs)
{
    public void Write(ref JsonOutput json)
    {
        json.Raw((byte)'{');
        if (request.Id is { } id)
        {
            json.Key("id"u8);
            json.Text(id);
            json.Raw((byte)',');
        }

        WriteParameters(ref json);
        json.Raw("\"inputs\":["u8);
        var binary = 0;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var isBinary = binary < binaryInputs.Count && ReferenceEquals(request.Inputs[i], binaryInputs[binary]);
            binary += isBinary ? 1 : 0;
            json.Separate(i);
            WriteInput(ref json, request.Inputs[i], isBinary);
        }

        json.Raw((byte)']');
        WriteOutputs(ref json);
        json.Raw((byte)'}');
    }

    private void WriteParameters(ref JsonOutput json)
    {
        var asks = wantsBinary
            && !(request.HasParameters && request.Parameters.TryGet(V2Names.BinaryDataOutput, out _));
        if (!asks && !request.HasParameters)
        {
            return;
        }

        json.Raw("\"parameters\":{"u8);
        if (asks)
        {
            json.Raw("\"binary_data_output\":true"u8);
        }

        for (var i = 0; request.HasParameters && i < request.Parameters.Count; i++)
        {
            var (name, value) = request.Parameters.At(i);
            json.Separate(asks ? 1 : i);
            json.Text(name);
            json.Raw((byte)':');
            json.Parameter(value);
        }

        json.Raw("},"u8);
    }

    private static void WriteInput(ref JsonOutput json, InferTensor input, bool isBinary)
    {
        json.Raw("{\"name\":"u8);
        json.Text(input.Name);
        json.Raw(",\"shape\":"u8);
        json.Shape(input.Shape);
        json.Raw(",\"datatype\":"u8);
        json.Text(input.DataType.GetName());
        if (input.HasParameters || isBinary)
        {
            json.Raw(",\"parameters\":"u8);
            json.Parameters(input.HasParameters ? input.Parameters : null, isBinary ? input.Data.Length : -1);
        }

        if (!isBinary)
        {
            json.Raw(",\"data\":["u8);
            var position = default(TensorPosition);
            TensorText.Write(ref json, input, ref position, input.Shape.GetElementCount(), TensorTextStyle.Strict);
            json.Raw((byte)']');
        }

        json.Raw((byte)'}');
    }

    private void WriteOutputs(ref JsonOutput json)
    {
        if (!request.HasOutputs)
        {
            return;
        }

        json.Raw(",\"outputs\":["u8);
        for (var i = 0; i < request.Outputs.Count; i++)
        {
            var output = request.Outputs[i];
            json.Separate(i);
            json.Raw("{\"name\":"u8);
            json.Text(output.Name);
            if (output.HasParameters)
            {
                json.Raw(",\"parameters\":"u8);
                json.Parameters(output.Parameters);
            }

            json.Raw((byte)'}');
        }

        json.Raw((byte)']');
    }
}
