using System.Buffers;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Streams what a decoupled model answers over V1.</summary>
/// <remarks>
/// A model that gives one output of BYTES writes the body itself, element by element; any other answers with one JSON
/// object a line. The first response decides. What fails after it can only cut the body.
/// </remarks>
internal static class V1Stream
{
    private const string Lines = "application/x-ndjson";

    public static async Task WriteAsync(
        InferCall call,
        IAsyncEnumerable<InferResponse> responses,
        Reply reply,
        ResponseHeaders headers,
        CancellationToken cancellationToken)
    {
        var http = call.Context.Response;
        await foreach (var response in responses.WithCancellation(cancellationToken))
        {
            using (response)
            {
                var isRaw = IsRaw(response);
                if (!http.HasStarted)
                {
                    http.ContentType = isRaw ? GetContentType(call.Revision.Signature) : Lines;
                    headers.Copy(response, call.Context);
                    await http.StartAsync(cancellationToken);
                }

                Write(http.BodyWriter, response, reply.Buffer, isRaw);
                await http.BodyWriter.FlushAsync(cancellationToken);
            }
        }
    }

    private static void Write(
        IBufferWriter<byte> writer,
        InferResponse response,
        PooledBufferWriter line,
        bool isRaw)
    {
        if (isRaw)
        {
            foreach (var element in response.Outputs[0].EnumerateBytes())
            {
                writer.Write(element);
            }

            return;
        }

        line.Clear();
        V1Json.WritePredictions(line, response);
        writer.Write(line.WrittenSpan);
        writer.Write("\n"u8);
    }

    private static bool IsRaw(InferResponse response) =>
        response.Outputs.Count == 1 && response.Outputs[0].DataType == TensorDataType.BYTES;

    private static string GetContentType(ModelSignature signature) =>
        signature.Outputs.Count == 1 && signature.Outputs[0].ContentType is { } declared
            ? declared
            : MediaTypes.Binary;
}
