using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads and writes Open Inference Protocol inferences in JSON, with or without binary tensors.</summary>
/// <remarks>
/// Safe for concurrent use. JSON has no NaN and no infinity: both are written as null, and null in FP32 or FP64 data is
/// read as NaN. FP16 and BF16 travel in binary form only.
/// </remarks>
public static partial class V2Json
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">The whole body: JSON, then the bytes of binary tensors.</param>
    /// <param name="jsonLength">The bytes of JSON; <see langword="null"/> when the whole body is JSON.</param>
    /// <param name="modelName">The model that the request is for.</param>
    /// <param name="pool">Where tensors that come as JSON are rented.</param>
    /// <param name="limits">What is taken from a client.</param>
    /// <param name="cache">Remembers the JSON of binary requests; nothing does when left out.</param>
    /// <returns>
    /// The request, owned by the caller. Binary tensors are views of the body, which has to live as long.
    /// </returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static InferRequest ReadRequest(
        Memory<byte> body,
        int? jsonLength,
        string modelName,
        TensorPool pool,
        ProtocolLimits limits,
        V2RequestCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(limits);
        RequireJsonLength(body, jsonLength);
        var request = new InferRequest(modelName, pool);
        try
        {
            var json = body[..(jsonLength ?? body.Length)];
            var tail = new BinaryTail(body[json.Length..], jsonLength is not null);
            if (jsonLength is not null && cache?.Find(json.Span) is { } template)
            {
                template.Apply(request, tail);
                return request;
            }

            Read(request, json.Span, tail, limits, cache);
            return request;
        }
        catch (JsonException exception)
        {
            request.Dispose();
            var text = body.Span[..(jsonLength ?? body.Length)];
            throw JsonErrors.Malformed(JsonCursor.FindMalformed(text, limits, exception));
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private static void RequireJsonLength(Memory<byte> body, int? jsonLength)
    {
        if (jsonLength is { } length && (length < 0 || length > body.Length))
        {
            throw InferenceException.InvalidArgument(
                $"Inference-Header-Content-Length: a length from 0 to that of the body ({body.Length}) was expected, "
                + $"got {length}");
        }
    }

    private static void Read(
        InferRequest request,
        ReadOnlySpan<byte> json,
        BinaryTail tail,
        ProtocolLimits limits,
        V2RequestCache? cache)
    {
        using var scratch = JsonScratch.Rent(limits);
        var reader = new V2RequestReader(new JsonCursor(json, scratch), tail, request);
        reader.Read();
        if (reader.IsAllBinary && request.Inputs.Count > 0)
        {
            cache?.Add(json, request);
        }
    }

    /// <summary>Writes a response as JSON and collects the outputs that go binary.</summary>
    /// <param name="writer">Takes the JSON; after an exception its content is to be thrown away.</param>
    /// <param name="request">The request, which says what outputs are wanted and in which form.</param>
    /// <param name="response">The response.</param>
    /// <param name="form">The form of the JSON.</param>
    /// <param name="binaryOutputs">Takes the outputs whose bytes follow the JSON, in this order.</param>
    /// <exception cref="InferenceException">
    /// An output asked for is missing, or an output cannot be written as JSON.
    /// </exception>
    public static void WriteResponse(
        IBufferWriter<byte> writer,
        InferRequest request,
        InferResponse response,
        V2JsonForm form,
        List<InferTensor> binaryOutputs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(binaryOutputs);
        var outputs = V2OutputPlan.Create(request, response, binaryOutputs);
        var json = new JsonOutput(writer);
        new V2ResponseWriter(request, response, form, outputs, binaryOutputs).Write(ref json);
        json.Flush();
    }
}
