namespace KServe.Protocol.Grpc;

/// <summary>Decodes whole requests and responses.</summary>
internal static class InferMessageDecoder
{
    private const int RequestedNameField = 1;
    private const int RequestedParametersField = 2;

    public static InferRequest DecodeRequest(ref DecodeContext context, out TensorContentsForm form)
    {
        var scan = InferMessageScan.Scan(ref context);
        var model = context.GetName(scan.ModelName, "model_name");
        var request = new InferRequest(model, context.Pool);
        try
        {
            request.ModelVersion = context.GetName(scan.ModelVersion, "model_version");
            request.Id = context.GetId(scan.Id);
            if (scan.HasParameters)
            {
                ParameterDecoder.DecodeAll(
                    ref context, context.Span, InferMessageScan.ParametersField, request.Parameters);
            }

            if (scan.RequestedCount != 0)
            {
                DecodeRequestedOutputs(ref context, request);
            }

            form = DecodeTensors(ref context, scan, InferMessageScan.RawInputsField, model, request.Inputs);
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    public static InferResponse DecodeResponse(ref DecodeContext context)
    {
        var scan = InferMessageScan.Scan(ref context);
        var response = new InferResponse();
        try
        {
            response.ModelName = context.GetName(scan.ModelName, "model_name");
            response.ModelVersion = context.GetName(scan.ModelVersion, "model_version");
            response.Id = context.GetId(scan.Id);
            if (scan.HasParameters)
            {
                ParameterDecoder.DecodeAll(
                    ref context, context.Span, InferMessageScan.ParametersField, response.Parameters);
            }

            DecodeTensors(
                ref context, scan, InferMessageScan.RawOutputsField, response.ModelName, response.Outputs);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static TensorContentsForm DecodeTensors(
        ref DecodeContext context,
        scoped InferMessageScan scan,
        int rawField,
        string model,
        IList<InferTensor> target)
    {
        if (scan.RawCount != 0 && scan.RawCount != scan.TensorCount)
        {
            throw InferenceException.InvalidArgument(
                $"the number of {context.TensorKind}s ({scan.TensorCount}) does not match the expected number of raw "
                + $"{context.TensorKind} contents ({scan.RawCount}) for model '{model}'.");
        }

        // Metadata and raw blocks may come in any order of fields, so each list has its own reader.
        var tensors = new ProtoReader(context.Span);
        var blocks = new ProtoReader(context.Span);
        while (tensors.ReadTo(InferMessageScan.TensorsField))
        {
            var message = tensors.ReadBytes();
            InferTensor tensor;
            if (scan.RawCount != 0 && blocks.ReadTo(rawField))
            {
                var length = blocks.ReadBytes().Length;
                var block = context.Message.Slice(blocks.Position - length, length);
                tensor = TensorDecoder.DecodeRaw(ref context, message, block, model);
            }
            else
            {
                tensor = TensorDecoder.DecodeTyped(ref context, message, tensors.Position - message.Length);
            }

            target.Add(tensor);
        }

        return context.HasTypedContents ? TensorContentsForm.Typed : TensorContentsForm.Raw;
    }

    private static void DecodeRequestedOutputs(ref DecodeContext context, InferRequest request)
    {
        var reader = new ProtoReader(context.Span);
        while (reader.ReadTo(InferMessageScan.RequestedOutputsField))
        {
            var message = reader.ReadBytes();
            ReadOnlySpan<byte> name = default;
            var hasParameters = false;
            var fields = new ProtoReader(message);
            while (fields.Read())
            {
                switch (fields.Field)
                {
                    case RequestedNameField:
                        name = fields.ReadBytes();
                        break;
                    case RequestedParametersField:
                        fields.ReadBytes();
                        hasParameters = true;
                        break;
                    default:
                        fields.Skip();
                        break;
                }
            }

            var output = new RequestedOutput(context.GetName(name, "the name of a requested output"));
            if (request.HasOutputs && request.WantsOutput(output.Name))
            {
                throw InferenceException.InvalidArgument($"output '{output.Name}' is asked for more than once");
            }

            if (hasParameters)
            {
                ParameterDecoder.DecodeAll(ref context, message, RequestedParametersField, output.Parameters);
            }

            request.Outputs.Add(output);
        }
    }
}
