using System.Buffers;
using System.IO.Pipelines;

namespace KServe.Protocol.Grpc;

/// <summary>Reads and writes the inference messages of the Open Inference Protocol in protobuf.</summary>
/// <remarks>
/// Safe for concurrent use. Messages are decoded straight into tensors. Raw data and packed floating-point lists become
/// views of the message, which must live as long as the request or response: tie it to them with
/// <see cref="InferRequest.RegisterForDispose"/>. Whatever is wrong with a message is an
/// <see cref="InferenceException"/> of <see cref="InferenceErrorCode.InvalidArgument"/>.
/// </remarks>
public static class GrpcInferenceCodec
{
    /// <summary>Reads a <c>ModelInferRequest</c>.</summary>
    /// <param name="message">The whole message in contiguous memory, uncompressed.</param>
    /// <param name="pool">Where tensors that cannot be views are rented.</param>
    /// <param name="limits">What the message may hold.</param>
    /// <param name="names">Names seen before.</param>
    /// <param name="form">The form of the inputs, which is that of the outputs too.</param>
    /// <returns>The request, to be disposed by the caller; the message stays the caller's.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static InferRequest ReadModelInferRequest(
        Memory<byte> message,
        TensorPool pool,
        ProtocolLimits limits,
        NameCache names,
        out TensorContentsForm form)
    {
        var context = CreateContext(message, pool, limits, names, isRequest: true);
        return InferMessageDecoder.DecodeRequest(ref context, out form);
    }

    /// <summary>Reads a <c>ModelInferResponse</c>.</summary>
    /// <param name="message">The whole message in contiguous memory, uncompressed.</param>
    /// <param name="pool">Where tensors that cannot be views are rented.</param>
    /// <param name="limits">What the message may hold.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>The response, to be disposed by the caller; the message stays the caller's.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static InferResponse ReadModelInferResponse(
        Memory<byte> message,
        TensorPool pool,
        ProtocolLimits limits,
        NameCache names)
    {
        var context = CreateContext(message, pool, limits, names, isRequest: false);
        return InferMessageDecoder.DecodeResponse(ref context);
    }

    /// <summary>Reads a <c>ModelStreamInferResponse</c>.</summary>
    /// <param name="message">The whole message in contiguous memory, uncompressed.</param>
    /// <param name="pool">Where tensors that cannot be views are rented.</param>
    /// <param name="limits">What the message may hold.</param>
    /// <param name="names">Names seen before.</param>
    /// <param name="error">The error, empty when there is none.</param>
    /// <returns>The response, without outputs when the message is an error.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static InferResponse ReadModelStreamInferResponse(
        Memory<byte> message,
        TensorPool pool,
        ProtocolLimits limits,
        NameCache names,
        out string error)
    {
        error = "";
        Memory<byte> inner = default;
        var reader = new ProtoReader(message.Span);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case InferMessageEncoder.StreamErrorField:
                    error = reader.ReadString();
                    break;
                case InferMessageEncoder.StreamResponseField:
                    var length = reader.ReadBytes().Length;
                    inner = message.Slice(reader.Position - length, length);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return ReadModelInferResponse(inner, pool, limits, names);
    }

    /// <summary>Encodes a <c>ModelInferRequest</c>; its length is known before anything is written.</summary>
    /// <param name="request">The request, alive until the result is disposed.</param>
    /// <param name="form">The form of the inputs; raw whenever an input has no other.</param>
    /// <returns>The message, to be disposed by the caller.</returns>
    public static EncodedInferMessage EncodeModelInferRequest(
        InferRequest request,
        TensorContentsForm form = TensorContentsForm.Raw)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InferMessageEncoder.EncodeRequest(request, form);
    }

    /// <summary>Encodes a <c>ModelInferResponse</c>; its length is known before anything is written.</summary>
    /// <param name="request">The request, whose wanted outputs select and order those of the response.</param>
    /// <param name="response">The response; both live until the result is disposed.</param>
    /// <param name="form">The form that the request had; raw whenever an output has no other.</param>
    /// <returns>The message, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The response lacks an output that was asked for.</exception>
    public static EncodedInferMessage EncodeModelInferResponse(
        InferRequest request,
        InferResponse response,
        TensorContentsForm form)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return InferMessageEncoder.EncodeResponse(request, response, form, inStream: false);
    }

    /// <summary>Encodes a response as a <c>ModelStreamInferResponse</c>.</summary>
    /// <param name="request">The request, whose wanted outputs select and order those of the response.</param>
    /// <param name="response">The response; both live until the result is disposed.</param>
    /// <param name="form">The form that the request had; raw whenever an output has no other.</param>
    /// <returns>The message, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The response lacks an output that was asked for.</exception>
    public static EncodedInferMessage EncodeModelStreamInferResponse(
        InferRequest request,
        InferResponse response,
        TensorContentsForm form)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return InferMessageEncoder.EncodeResponse(request, response, form, inStream: true);
    }

    /// <summary>Writes an error as a <c>ModelStreamInferResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="message">The error, not empty.</param>
    /// <param name="request">The request that failed, when it could be read: its model and id go along.</param>
    public static void WriteModelStreamInferError(ProtoWriter writer, string message, InferRequest? request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentException.ThrowIfNullOrEmpty(message);
        InferMessageEncoder.EncodeStreamError(writer, message, request);
    }

    /// <summary>Writes a <c>ModelInferResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="request">The request, whose wanted outputs select and order those of the response.</param>
    /// <param name="response">The response.</param>
    /// <param name="form">The form that the request had.</param>
    /// <exception cref="InferenceException">The response lacks an output that was asked for.</exception>
    public static void WriteModelInferResponse(
        IBufferWriter<byte> writer,
        InferRequest request,
        InferResponse response,
        TensorContentsForm form)
    {
        using var encoded = EncodeModelInferResponse(request, response, form);
        encoded.WriteTo(writer);
    }

    /// <summary>Writes a <c>ModelInferResponse</c> in pieces, flushing between them.</summary>
    /// <param name="writer">Where to write; the last piece is left to the caller to flush.</param>
    /// <param name="request">The request, whose wanted outputs select and order those of the response.</param>
    /// <param name="response">The response.</param>
    /// <param name="form">The form that the request had.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>A task that ends when everything is in the pipe.</returns>
    /// <exception cref="InferenceException">The response lacks an output that was asked for.</exception>
    public static async ValueTask WriteModelInferResponseAsync(
        PipeWriter writer,
        InferRequest request,
        InferResponse response,
        TensorContentsForm form,
        CancellationToken cancellationToken)
    {
        using var encoded = EncodeModelInferResponse(request, response, form);
        await encoded.WriteToAsync(writer, cancellationToken);
    }

    private static DecodeContext CreateContext(
        Memory<byte> message,
        TensorPool pool,
        ProtocolLimits limits,
        NameCache names,
        bool isRequest)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(names);
        return new DecodeContext(message, pool, limits, names, isRequest);
    }
}
