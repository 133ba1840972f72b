using System.Buffers;
using System.IO.Pipelines;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Writes messages with their prefix into a response's body.</summary>
internal sealed class GrpcMessageWriter(TensorPool pool, IOptions<KServeGrpcOptions> options)
{
    private const int MinCompressedLength = 1024;
    private const int OnePiece = 32 << 10;

    private readonly bool _compress = options.Value.CompressResponses;
    private readonly int _maxLength = options.Value.MaxSendMessageSize;

    /// <summary>Writes a small message; the caller flushes.</summary>
    public static void Write(HttpResponse response, ReadOnlySpan<byte> message)
    {
        WriteHeader(response.BodyWriter, isCompressed: false, message.Length);
        response.BodyWriter.Write(message);
    }

    /// <summary>Writes a message whose raw tensors go straight to the pipe; the caller flushes the last part.</summary>
    /// <exception cref="InferenceException">The message is larger than allowed, or the client has gone.</exception>
    public ValueTask WriteAsync(HttpContext context, EncodedInferMessage message, CancellationToken cancellationToken)
    {
        if (message.Length > _maxLength)
        {
            throw new InferenceException(
                InferenceErrorCode.TooLarge,
                $"The response has {message.Length} bytes, the limit is {_maxLength} bytes.");
        }

        if (_compress && message.Length >= MinCompressedLength && AcceptsGzip(context))
        {
            WriteCompressed(context.Response, message);
            return default;
        }

        var body = context.Response.BodyWriter;
        if (message.Length <= OnePiece)
        {
            WriteOnePiece(body, message);
            return default;
        }

        WriteHeader(body, isCompressed: false, message.Length);
        return message.WriteToAsync(body, cancellationToken);
    }

    // The server takes several locks whenever memory is asked for or handed over.
    private static void WriteOnePiece(PipeWriter body, EncodedInferMessage message)
    {
        var length = (int)message.Length;
        var span = body.GetSpan(GrpcFrame.HeaderLength + length);
        GrpcFrame.WriteHeader(span, isCompressed: false, (uint)length);
        message.CopyTo(span[GrpcFrame.HeaderLength..]);
        body.Advance(GrpcFrame.HeaderLength + length);
    }

    private void WriteCompressed(HttpResponse response, EncodedInferMessage message)
    {
        using var compressed = new ProtoWriter(pool, capacity: 16 * 1024);
        GrpcGzip.Compress(message, compressed);
        WriteHeader(response.BodyWriter, isCompressed: true, compressed.Length);
        response.BodyWriter.Write(compressed.Written.Span);
    }

    /// <summary>Says before the response begins how its messages may be compressed.</summary>
    public void Announce(HttpContext context)
    {
        if (_compress && AcceptsGzip(context))
        {
            context.Response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
        }
    }

    private static void WriteHeader(PipeWriter body, bool isCompressed, long length)
    {
        GrpcFrame.WriteHeader(body.GetSpan(GrpcFrame.HeaderLength), isCompressed, (uint)length);
        body.Advance(GrpcFrame.HeaderLength);
    }

    private static bool AcceptsGzip(HttpContext context)
    {
        foreach (var value in context.Request.Headers.GrpcAcceptEncoding)
        {
            var accepted = value.AsSpan();
            foreach (var range in accepted.Split(','))
            {
                if (accepted[range].Trim().Equals(GrpcHeaders.Gzip, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
