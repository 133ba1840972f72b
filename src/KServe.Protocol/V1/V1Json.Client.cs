using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol;

/// <content>The side of a client: requests are written, responses are read.</content>
public static partial class V1Json
{
    private delegate void ResponseReader(ref JsonCursor json, V1Columns columns, InferResponse response);

    /// <summary>Writes a request.</summary>
    /// <param name="writer">Takes the JSON; after an exception its content is to be thrown away.</param>
    /// <param name="request">The request.</param>
    /// <remarks>
    /// One input becomes <c>instances</c> nested by its shape, without its name. Several inputs with one first
    /// dimension become <c>instances</c> that are objects, other inputs <c>inputs</c> with whole tensors by name.
    /// Bytes that are no UTF-8 become <c>{"b64":"..."}</c>.
    /// </remarks>
    public static void WriteRequest(IBufferWriter<byte> writer, InferRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        var json = new JsonOutput(writer);
        var inputs = request.Inputs;
        json.Raw(V1ResponseWriter.AreRows(inputs) ? "{\"instances\":"u8 : "{\"inputs\":"u8);
        V1ResponseWriter.WritePredictions(ref json, inputs);
        json.Raw((byte)'}');
        json.Flush();
    }

    /// <summary>
    /// Reads <c>{"predictions":...}</c>, or <c>outputs</c> as TensorFlow Serving's other form has it.
    /// </summary>
    /// <param name="body">The whole body.</param>
    /// <param name="signature">What the model gives, which decides on names and data types; none by default.</param>
    /// <param name="pool">Where tensors are rented.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>The response, owned by the caller; it holds nothing of the body.</returns>
    /// <remarks>
    /// A list of values becomes one output, <c>output-0</c> unless the signature names it; a list of objects one output
    /// for each key; an object one whole tensor for each key. Without a declared type integers are INT64, other numbers
    /// FP64, Booleans BOOL and texts BYTES.
    /// </remarks>
    /// <exception cref="InferenceException">
    /// The body is wrong: <c>InvalidArgument</c>, with a message that names the field.
    /// </exception>
    public static InferResponse ReadPredictions(
        ReadOnlySpan<byte> body,
        ModelSignature signature,
        TensorPool pool,
        ProtocolLimits limits)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Read(body, signature, pool, limits, static (ref json, columns, response) =>
            columns.MoveTo(response.Outputs, V1ResponseReader.ReadPredictions(ref json, columns)));
    }

    /// <summary>Reads an explanation: an object with one key for each output.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="pool">Where tensors are rented.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>
    /// The response, owned by the caller. A value that is no tensor becomes BYTES of its JSON text, a list of such one
    /// element for each.
    /// </returns>
    /// <exception cref="InferenceException">
    /// The body is wrong: <c>InvalidArgument</c>, with a message that names the field.
    /// </exception>
    public static InferResponse ReadExplanations(ReadOnlySpan<byte> body, TensorPool pool, ProtocolLimits limits) =>
        Read(body, ModelSignature.Empty, pool, limits, (ref json, _, response) =>
            V1ResponseReader.ReadExplanations(ref json, response, pool));

    /// <summary>Tells whether the answer to <c>GET /v1/models/{name}</c> says that the model is ready.</summary>
    /// <param name="body">The whole body, of KServe or TensorFlow Serving.</param>
    /// <returns><see langword="false"/> when it says that the model is not; <see langword="true"/> otherwise.</returns>
    public static bool ReadReady(ReadOnlySpan<byte> body) => V1Status.ReadReady(body);

    private static InferResponse Read(
        ReadOnlySpan<byte> body,
        ModelSignature signature,
        TensorPool pool,
        ProtocolLimits limits,
        ResponseReader read)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(limits);
        var response = new InferResponse();
        using var scratch = JsonScratch.Rent(limits, isResponse: true);
        using var columns = V1Columns.Rent(
            new ModelSignature { Inputs = signature.Outputs },
            pool,
            limits with { MaxInputs = limits.MaxOutputs },
            isResponse: true);
        try
        {
            var json = new JsonCursor(body, scratch);
            read(ref json, columns, response);
            return response;
        }
        catch (JsonException exception)
        {
            response.Dispose();
            throw JsonErrors.Malformed(JsonCursor.FindMalformed(body, limits, exception));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
