using System.Buffers;
using System.Text;
using System.Text.Json;
using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>Makes one answer of those of an Ensemble's steps.</summary>
internal static class EnsembleMerge
{
    /// <summary>Writes an object with the answer of each step under its name, byte for byte.</summary>
    public static GraphMessage Json(GraphRun run, CompiledNode node, GraphMessage[] answers, int maxLength)
    {
        try
        {
            return Write(run, node, answers, maxLength);
        }
        catch (InferenceException)
        {
            return GraphFailure.Routing(run, 500, $"the answer of an ensemble is larger than {maxLength} bytes");
        }
    }

    /// <summary>Collects all outputs, each named after its step and itself.</summary>
    /// <remarks>A step that failed has one output <c>error</c>: its body as a text.</remarks>
    public static GraphMessage Tensors(GraphRun run, CompiledNode node, GraphMessage[] answers)
    {
        List<InferTensor> merged = [];
        for (var i = 0; i < answers.Length; i++)
        {
            var key = node.Steps[i].Key;
            if (answers[i].Tensors is not { } tensors)
            {
                var text = Encoding.UTF8.GetString(answers[i].Body.Span);
                merged.Add(run.Own(BytesTensor.Rent(run.Pool, $"{key}.error", TensorShape.Create([1]), text)));
                continue;
            }

            foreach (var tensor in tensors.Items)
            {
                merged.Add(tensor.Alias($"{key}.{tensor.Name}"));
            }
        }

        return GraphMessage.OfTensors(new GraphTensors(merged, isRequest: false));
    }

    private static GraphMessage Write(GraphRun run, CompiledNode node, GraphMessage[] answers, int maxLength)
    {
        var buffer = run.NewBuffer(maxLength);
        for (var i = 0; i < answers.Length; i++)
        {
            var body = answers[i].Body;
            if (!JsonFields.IsValid(body.Span))
            {
                var error = GraphFailure.Routing(run, 500, $"step '{node.Steps[i].Key}' did not answer with JSON");
                if (node.Steps[i].IsHard)
                {
                    return error;
                }

                body = error.Body;
            }

            buffer.Write(i == 0 ? "{\""u8 : ",\""u8);
            buffer.Write(JsonEncodedText.Encode(node.Steps[i].Key).EncodedUtf8Bytes);
            buffer.Write("\":"u8);
            buffer.Write(body.Span);
        }

        buffer.Write("}"u8);
        return GraphMessage.OfBytes(200, buffer.WrittenMemory);
    }
}
