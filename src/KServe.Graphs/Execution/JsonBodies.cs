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
