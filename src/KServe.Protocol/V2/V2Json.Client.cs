using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace KServe.Protocol;

/// <content>The side of a client: requests are written, responses are read.</content>
public static partial class V2Json
{
    /// <summary>Writes a request as JSON and collects the inputs that go binary.</summary>
    /// <param name="writer">Takes the JSON; after an exception its content is to be thrown away.</param>
    /// <param name="request">The request.</param>
    /// <param name="use">Which inputs go binary; outputs are asked for in binary form when any does.</param>
    /// <param name="binaryInputs">Takes the inputs whose bytes follow the JSON, in this order.</param>
    /// <remarks>A request that says itself how it wants its outputs (<c>binary_data_output</c>) is obeyed.</remarks>
    /// <exception cref="InferenceException">An input cannot be written as JSON and may not go binary.</exception>
    public static void WriteRequest(
        IBufferWriter<byte> writer,
        InferRequest request,
        V2BinaryUse use,
        List<InferTensor> binaryInputs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(binaryInputs);
        binaryInputs.Clear();
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            if (use == V2BinaryUse.Always || (use == V2BinaryUse.WhenNeeded && !HasJsonForm(request.Inputs[i])))
            {
                binaryInputs.Add(request.Inputs[i]);
            }
            else if (request.Inputs[i].DataType.IsBinaryOnly())
            {
                throw InferenceException.InvalidArgument(
                    $"Sending {request.Inputs[i].DataType.GetName()} data via JSON is not supported. "
                    + $"Please use the binary data format for input {request.Inputs[i].Name}");
            }
        }

        var wantsBinary = use == V2BinaryUse.Always || binaryInputs.Count != 0;
        var json = new JsonOutput(writer);
        new V2RequestWriter(request, wantsBinary, binaryInputs).Write(ref json);
        json.Flush();
    }

    /// <summary>Reads a response.</summary>
    /// <param name="body">The whole body: JSON, then the bytes of binary tensors.</param>
    /// <param name="jsonLength">The bytes of JSON; <see langword="null"/> when the whole body is JSON.</param>
    /// <param name="pool">Where tensors that come as JSON are rented.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>
    /// The response, owned by the caller. Binary tensors are views of the body, which has to live as long.
    /// </returns>
    /// <exception cref="InferenceException">
    /// The body is wrong: <c>InvalidArgument</c>, with a message that names the field.
    /// </exception>
    public static InferResponse ReadResponse(
        Memory<byte> body,
        int? jsonLength,
        TensorPool pool,
        ProtocolLimits limits)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(limits);
        RequireJsonLength(body, jsonLength);
        var text = body[..(jsonLength ?? body.Length)];
        var response = new InferResponse();
        try
        {
            using var scratch = JsonScratch.Rent(limits, isResponse: true);
            var tail = new BinaryTail(body[text.Length..], jsonLength is not null);
            new V2ResponseReader(new JsonCursor(text.Span, scratch), tail, response, pool).Read();
            return response;
        }
        catch (JsonException exception)
        {
            response.Dispose();
            throw JsonErrors.Malformed(JsonCursor.FindMalformed(text.Span, limits, exception));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool HasJsonForm(InferTensor tensor)
    {
        if (tensor.DataType == TensorDataType.BYTES)
        {
            foreach (var element in tensor.EnumerateBytes())
            {
                if (!Utf8.IsValid(element))
                {
                    return false;
                }
            }
        }

        return !tensor.DataType.IsBinaryOnly();
    }
}
