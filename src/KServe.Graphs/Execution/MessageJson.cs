using System.Runtime.InteropServices;
using System.Text.Json;
using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>Translates messages between tensors and JSON, for what cannot do without.</summary>
internal static class MessageJson
{
    /// <summary>Gets a message as bytes; tensors as V2 writes them.</summary>
    /// <exception cref="InferenceException">A tensor has no form in JSON.</exception>
    public static ReadOnlyMemory<byte> GetBody(GraphRun run, GraphMessage message)
    {
        if (message.Tensors is not { } tensors)
        {
            return message.Body;
        }

        // Steps of an Ensemble may look at the same tensors at the same time.
        lock (tensors.Lock)
        {
            return tensors.Json ??= Write(run, tensors);
        }
    }

    /// <summary>Reads the tensors of an inference response: V2, or the predictions of V1.</summary>
    /// <exception cref="InferenceException">The body is no inference response.</exception>
    public static GraphTensors ReadAnswer(GraphRun run, ReadOnlyMemory<byte> body, ProtocolLimits limits)
    {
        if (JsonFields.TryFind(body, "outputs", out var outputs) && JsonFields.IsTensorList(outputs.Span))
        {
            var json = JsonBodies.Wrap(run, "{\"inputs\":"u8, outputs.Span);
            var request = run.Own(V2Json.ReadRequest(
                MemoryMarshal.AsMemory(json), jsonLength: null, "", run.Pool, limits));
            return new GraphTensors([.. request.Inputs], isRequest: false);
        }

        if (JsonFields.TryFind(body, "predictions", out var predictions))
        {
            var json = JsonBodies.Wrap(run, "{\"instances\":"u8, predictions.Span);
            var request = run.Own(V1Json.ReadRequest(
                json.Span, "", ModelSignature.Empty, run.Pool, limits));
            return new GraphTensors(
                [.. request.Inputs.Select(static tensor =>
                    tensor.Name == "input-0" ? tensor.Alias("output-0") : tensor)],
                isRequest: false);
        }

        throw InferenceException.InvalidArgument("the answer has neither outputs nor predictions");
    }

    /// <summary>Tells whether a local model reads a body as V2; what V2 answers may be its next request.</summary>
    public static bool IsV2(GraphRun run, ref ReadOnlyMemory<byte> body)
    {
        if (JsonFields.TryFind(body, "inputs", out var inputs))
        {
            return JsonFields.IsTensorList(inputs.Span)
                || (run.Protocol == InferenceProtocol.V2Rest && !JsonFields.TryFind(body, "instances", out _));
        }

        if (JsonFields.TryFind(body, "outputs", out var outputs) && JsonFields.IsTensorList(outputs.Span))
        {
            body = JsonBodies.ToRequest(run, body, outputs.Span);
            return true;
        }

        return run.Protocol == InferenceProtocol.V2Rest && !JsonFields.TryFind(body, "instances", out _);
    }

    private static ReadOnlyMemory<byte> Write(GraphRun run, GraphTensors tensors)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        using var request = new InferRequest("", run.Pool);
        using var response = new InferResponse();
        foreach (var tensor in tensors.Items)
        {
            response.Outputs.Add(tensor.Alias(tensor.Name));
        }

        V2Json.WriteResponse(buffer, request, response, V2JsonForm.Strict, []);
        return tensors.IsRequest && JsonFields.TryFind(buffer.WrittenMemory, "outputs", out var outputs)
            ? WriteRequest(run, outputs.Span)
            : buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WriteRequest(GraphRun run, ReadOnlySpan<byte> inputs)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (run.Id is { } id)
            {
                json.WriteString("id"u8, id);
            }

            json.WritePropertyName("inputs"u8);
            json.WriteRawValue(inputs, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
