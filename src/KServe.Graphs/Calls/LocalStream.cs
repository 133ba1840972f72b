using System.Runtime.CompilerServices;
using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>Writes the responses of a decoupled model as they come, the way V1 streams.</summary>
/// <remarks>
/// A model that gives one output of BYTES writes the body itself; any other answers with one JSON object a line.
/// </remarks>
internal static class LocalStream
{
    private const string Lines = "application/x-ndjson";
    private const string Binary = "application/octet-stream";

    /// <summary>Waits for the first response, so that a failure before it is a failure of the step.</summary>
    public static async ValueTask<GraphMessage> StartAsync(
        GraphRun run,
        ModelRevision revision,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var responses = revision.InferStreamAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        InferResponse? first = null;
        try
        {
            if (await responses.MoveNextAsync())
            {
                first = responses.Current;
            }
        }
        catch
        {
            await responses.DisposeAsync();
            throw;
        }

        var isRaw = first is not null && IsRaw(first);
        var type = isRaw ? GetContentType(revision.Signature) : Lines;
        return GraphMessage.OfChunks(200, type, ReadAsync(run, responses, first, cancellationToken));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        GraphRun run,
        IAsyncEnumerator<InferResponse> responses,
        InferResponse? first,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var owned = responses;
        var buffer = run.NewBuffer(int.MaxValue);
        var response = first;
        while (response is not null)
        {
            buffer.Clear();
            using (response)
            {
                Write(buffer, response);
            }

            yield return buffer.WrittenMemory;
            cancellationToken.ThrowIfCancellationRequested();
            response = await responses.MoveNextAsync() ? responses.Current : null;
        }
    }

    private static void Write(PooledBufferWriter buffer, InferResponse response)
    {
        if (!IsRaw(response))
        {
            V1Json.WritePredictions(buffer, response);
            "\n"u8.CopyTo(buffer.GetSpan(1));
            buffer.Advance(1);
            return;
        }

        foreach (var element in response.Outputs[0].EnumerateBytes())
        {
            element.CopyTo(buffer.GetSpan(element.Length));
            buffer.Advance(element.Length);
        }
    }

    private static bool IsRaw(InferResponse response) =>
        response.Outputs.Count == 1 && response.Outputs[0].DataType == TensorDataType.BYTES;

    private static string GetContentType(ModelSignature signature) =>
        signature.Outputs.Count == 1 && signature.Outputs[0].ContentType is { } declared ? declared : Binary;
}
