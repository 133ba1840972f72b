namespace KServe.Protocol.Grpc;

/// <summary>Encodes whole requests and responses.</summary>
internal static class InferMessageEncoder
{
    public const int StreamErrorField = 1;
    public const int StreamResponseField = 2;

    public static EncodedInferMessage EncodeRequest(InferRequest request, TensorContentsForm form)
    {
        var head = ScratchWriters.Take(request.Pool);
        try
        {
            WriteIdentity(head, request.ModelName, request.ModelVersion, request.Id);
            if (request.HasParameters)
            {
                ParameterEncoder.Encode(head, InferMessageScan.ParametersField, request.Parameters);
            }

            var tensors = TensorSelection.OfInputs(request);
            form = EncodeTensors(head, tensors, form);
            if (request.HasOutputs)
            {
                EncodeRequestedOutputs(head, request.Outputs);
            }

            return new EncodedInferMessage(
                head, tensors, form == TensorContentsForm.Raw ? InferMessageScan.RawInputsField : 0, wrapField: 0);
        }
        catch
        {
            ScratchWriters.Return(head);
            throw;
        }
    }

    public static EncodedInferMessage EncodeResponse(
        InferRequest request,
        InferResponse response,
        TensorContentsForm form,
        bool inStream)
    {
        var head = ScratchWriters.Take(request.Pool);
        try
        {
            WriteIdentity(
                head,
                response.ModelName.Length != 0 ? response.ModelName : request.ModelName,
                response.ModelVersion.Length != 0 ? response.ModelVersion : request.ModelVersion,
                response.Id ?? request.Id);
            if (response.HasParameters)
            {
                ParameterEncoder.Encode(head, InferMessageScan.ParametersField, response.Parameters);
            }

            var tensors = TensorSelection.OfOutputs(request, response);
            form = EncodeTensors(head, tensors, form);
            return new EncodedInferMessage(
                head,
                tensors,
                form == TensorContentsForm.Raw ? InferMessageScan.RawOutputsField : 0,
                inStream ? StreamResponseField : 0);
        }
        catch
        {
            ScratchWriters.Return(head);
            throw;
        }
    }

    public static void EncodeStreamError(ProtoWriter writer, string message, InferRequest? request)
    {
        writer.WriteString(StreamErrorField, message);
        if (request is not null)
        {
            // As Triton does, so that a client with many requests in one stream knows which of them failed.
            var response = writer.BeginMessage(StreamResponseField);
            WriteIdentity(writer, request.ModelName, request.ModelVersion, request.Id);
            writer.EndMessage(response);
        }
    }

    private static void WriteIdentity(ProtoWriter writer, string model, string version, string? id)
    {
        writer.WriteString(InferMessageScan.ModelNameField, model);
        writer.WriteString(InferMessageScan.ModelVersionField, version);
        writer.WriteString(InferMessageScan.IdField, id ?? "");
    }

    private static TensorContentsForm EncodeTensors(ProtoWriter head, TensorSelection tensors, TensorContentsForm form)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].DataType.IsBinaryOnly())
            {
                form = TensorContentsForm.Raw;
            }
        }

        for (var i = 0; i < tensors.Count; i++)
        {
            TensorEncoder.Encode(head, tensors[i], form);
        }

        return form;
    }

    private static void EncodeRequestedOutputs(ProtoWriter writer, IList<RequestedOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            var message = writer.BeginMessage(InferMessageScan.RequestedOutputsField);
            writer.WriteString(1, outputs[i].Name);
            if (outputs[i].HasParameters)
            {
                ParameterEncoder.Encode(writer, 2, outputs[i].Parameters);
            }

            writer.EndMessage(message);
        }
    }
}
