using System.Buffers;
using System.Runtime.CompilerServices;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Writes messages with their prefix into a response's body.</summary>
internal sealed class GrpcMessageWriter(TensorPool pool, IOptions<KServeGrpcOptions> options)
{
    private const int MinCompressedLength = 1024;
    private const int SmallMessage = 16 << 10;

    private readonly bool _compress = options.Value.CompressResponses;
    private readonly int _maxLength = options.Value.MaxSendMessageSize;

    /// <summary>Writes a small message; the caller flushes.</summary>
    public static void Write(HttpResponse response, ReadOnlySpan<byte> message)
    {
        WriteHeader(response, isCompressed: false, message.Length);
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

        return message.Length <= SmallMessage
            ? WriteUncompressedAsync(context, message, cancellationToken)
            : StartAndWriteAsync(context, message, cancellationToken);
    }

    // Before the start the server collects what is written in memory of its own and copies it later.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask StartAndWriteAsync(
        HttpContext context,
        EncodedInferMessage message,
        CancellationToken cancellationToken)
    {
        await context.Response.StartAsync(cancellationToken);
        await WriteUncompressedAsync(context, message, cancellationToken);
    }

    private static ValueTask WriteUncompressedAsync(
        HttpContext context,
        EncodedInferMessage message,
        CancellationToken cancellationToken)
    {
        WriteHeader(context.Response, isCompressed: false, message.Length);
        return message.WriteToAsync(context.Response.BodyWriter, cancellationToken);
    }

    private void WriteCompressed(HttpResponse response, EncodedInferMessage message)
    {
        using var compressed = new ProtoWriter(pool, capacity: 16 * 1024);
        GrpcGzip.Compress(message, compressed);
        WriteHeader(response, isCompressed: true, compressed.Length);
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

    private static void WriteHeader(HttpResponse response, bool isCompressed, long length)
    {
        GrpcFrame.WriteHeader(response.BodyWriter.GetSpan(GrpcFrame.HeaderLength), isCompressed, (uint)length);
        response.BodyWriter.Advance(GrpcFrame.HeaderLength);
    }

    private static bool AcceptsGzip(HttpContext context)
    {
        foreach (var value in context.Request.Headers[GrpcHeaders.AcceptEncoding])
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
