namespace KServe.Protocol;

/// <summary>Writes one V2 response.</summary>
/// <remarks>KServe's own server has two orders of keys: one for JSON alone, one before binary tensors.</remarks>
internal readonly ref struct V2ResponseWriter(
    InferRequest request,
    InferResponse response,
    V2JsonForm form,
    IList<InferTensor> outputs,
    List<InferTensor> binaryOutputs)
{
    private readonly bool _nulls = form == V2JsonForm.KServe && binaryOutputs.Count == 0;

    public void Write(ref JsonOutput json)
    {
        json.Raw((byte)'{');
        var isKServeBinary = form == V2JsonForm.KServe && !_nulls;
        if (isKServeBinary)
        {
            WriteId(ref json);
            json.Raw((byte)',');
        }

        json.Key("model_name"u8);
        json.Text(response.ModelName.Length != 0 ? response.ModelName : request.ModelName);
        WriteVersion(ref json);
        if (!isKServeBinary && (_nulls || request.Id is not null))
        {
            json.Raw((byte)',');
            WriteId(ref json);
        }

        if (!isKServeBinary)
        {
            WriteParameters(ref json);
        }

        json.Raw(",\"outputs\":["u8);
        var binary = 0;
        for (var i = 0; i < outputs.Count; i++)
        {
            var isBinary = binary < binaryOutputs.Count && ReferenceEquals(outputs[i], binaryOutputs[binary]);
            binary += isBinary ? 1 : 0;
            json.Separate(i);
            WriteOutput(ref json, outputs[i], isBinary);
        }

        json.Raw((byte)']');
        if (isKServeBinary)
        {
            WriteParameters(ref json);
        }

        json.Raw((byte)'}');
    }

    private void WriteId(ref JsonOutput json)
    {
        json.Key("id"u8);
        if ((request.Id ?? response.Id) is { } id)
        {
            json.Text(id);
        }
        else
        {
            json.Raw("null"u8);
        }
    }

    private void WriteVersion(ref JsonOutput json)
    {
        if (response.ModelVersion.Length != 0)
        {
            json.Raw(",\"model_version\":"u8);
            json.Text(response.ModelVersion);
        }
        else if (form == V2JsonForm.KServe)
        {
            json.Raw(",\"model_version\":null"u8);
        }
    }

    private void WriteParameters(ref JsonOutput json)
    {
        if (response.HasParameters)
        {
            json.Raw(",\"parameters\":"u8);
            json.Parameters(response.Parameters);
        }
        else if (_nulls)
        {
            json.Raw(",\"parameters\":null"u8);
        }
    }

    private void WriteOutput(ref JsonOutput json, InferTensor output, bool isBinary)
    {
        json.Raw("{\"name\":"u8);
        json.Text(output.Name);
        json.Raw(",\"shape\":"u8);
        json.Shape(output.Shape);
        json.Raw(",\"datatype\":"u8);
        json.Text(output.DataType.GetName());
        if (output.HasParameters || isBinary)
        {
            json.Raw(",\"parameters\":"u8);
            json.Parameters(output.HasParameters ? output.Parameters : null, isBinary ? output.Data.Length : -1);
        }
        else if (_nulls)
        {
            json.Raw(",\"parameters\":null"u8);
        }

        if (!isBinary)
        {
            json.Raw(",\"data\":["u8);
            var position = default(TensorPosition);
            var style = form == V2JsonForm.KServe ? TensorTextStyle.KServe : TensorTextStyle.Strict;
            TensorText.Write(ref json, output, ref position, output.Shape.GetElementCount(), style);
            json.Raw((byte)']');
        }

        json.Raw((byte)'}');
    }
}
