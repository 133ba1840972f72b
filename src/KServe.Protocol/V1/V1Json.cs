using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads and writes the V1 protocol: instances in, predictions out.</summary>
/// <remarks>
/// Safe for concurrent use. The package's readme says how instances become tensors. JSON has no NaN and no infinity:
/// both are written as null, and null in floating point data is read as NaN.
/// </remarks>
public static partial class V1Json
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="modelName">The model that the request is for.</param>
    /// <param name="signature">What the model takes; it decides on names and data types.</param>
    /// <param name="pool">Where tensors are rented.</param>
    /// <param name="limits">What is taken from a client.</param>
    /// <returns>The request, owned by the caller; it holds nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static InferRequest ReadRequest(
        ReadOnlySpan<byte> body,
        string modelName,
        ModelSignature signature,
        TensorPool pool,
        ProtocolLimits limits)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(limits);
        var request = new InferRequest(modelName, pool);
        using var scratch = JsonScratch.Rent(limits);
        using var columns = V1Columns.Rent(signature.ChecksInputs ? signature : ModelSignature.Empty, pool, limits);
        try
        {
            var json = new JsonCursor(body, scratch);
            var shape = V1RequestReader.Read(ref json, columns);
            columns.MoveTo(request.Inputs, shape);
            return request;
        }
        catch (JsonException exception)
        {
            request.Dispose();
            throw JsonErrors.Malformed(JsonCursor.FindMalformed(body, limits, exception));
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Writes <c>{"predictions":[...]}</c>.</summary>
    /// <param name="writer">Takes the JSON; after an exception its content is to be thrown away.</param>
    /// <param name="response">The response.</param>
    /// <remarks>
    /// One output becomes a list nested by its shape. Several outputs with one first dimension become a list of
    /// objects, other outputs an object of lists. Bytes that are no UTF-8 become <c>{"b64":"..."}</c>.
    /// Texts of an output whose parameter <c>content_type</c> is <c>application/json</c> become what they say.
    /// </remarks>
    public static void WritePredictions(IBufferWriter<byte> writer, InferResponse response)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(response);
        var json = new JsonOutput(writer);
        json.Raw("{\"predictions\":"u8);
        V1ResponseWriter.WritePredictions(ref json, response.Outputs);
        json.Raw((byte)'}');
        json.Flush();
    }

    /// <summary>Writes an explanation: an object with one key for each output.</summary>
    /// <param name="writer">Takes the JSON; after an exception its content is to be thrown away.</param>
    /// <param name="response">The response.</param>
    public static void WriteExplanations(IBufferWriter<byte> writer, InferResponse response)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(response);
        var json = new JsonOutput(writer);
        V1ResponseWriter.WriteColumns(ref json, response.Outputs);
        json.Flush();
    }
}
