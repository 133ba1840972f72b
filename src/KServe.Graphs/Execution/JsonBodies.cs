using System.Buffers;

namespace KServe.Graphs;

/// <summary>Makes bodies out of parts of others.</summary>
internal static class JsonBodies
{
    /// <summary>Makes instances of predictions, if there are any.</summary>
    /// <remarks>Anything else in the body is left out, as KServe's router does.</remarks>
    public static GraphMessage MapPredictions(GraphRun run, GraphMessage message)
    {
        if (message.Tensors is not null
            || !JsonFields.TryFind(message.Body, "predictions", out var predictions)
            || !JsonFields.IsList(predictions.Span, out var isEmpty) || isEmpty
            || (JsonFields.TryFind(message.Body, "instances", out var instances)
                && !JsonFields.IsList(instances.Span, out _)))
        {
            return message;
        }

        return GraphMessage.OfBytes(message.Status, Wrap(run, "{\"instances\":"u8, predictions.Span));
    }

    /// <summary>Makes a request of V2 of the outputs of a response; it keeps the id.</summary>
    public static ReadOnlyMemory<byte> ToRequest(
        GraphRun run,
        ReadOnlyMemory<byte> response,
        ReadOnlySpan<byte> outputs)
    {
        if (!JsonFields.TryFind(response, "id", out var id))
        {
            return Wrap(run, "{\"inputs\":"u8, outputs);
        }

        var head = run.NewBuffer(int.MaxValue);
        head.Write("{\"id\":"u8);
        head.Write(id.Span);
        head.Write(",\"inputs\":"u8);
        return Wrap(run, head.WrittenSpan, outputs);
    }

    /// <summary>Writes an object whose only field has a value that is JSON already.</summary>
    public static ReadOnlyMemory<byte> Wrap(GraphRun run, ReadOnlySpan<byte> head, ReadOnlySpan<byte> value)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        buffer.Write(head);
        buffer.Write(value);
        buffer.Write("}"u8);
        return buffer.WrittenMemory;
    }
}
