namespace KServe.Protocol;

/// <summary>Writes tensors as V1 does: nested by their shape, in rows or in columns.</summary>
internal static class V1ResponseWriter
{
    /// <summary>Tells whether the tensors are written as a list: one tensor, or several of as many rows.</summary>
    public static bool AreRows(IList<InferTensor> tensors) => tensors.Count == 1 || HaveSameRows(tensors);

    public static void WritePredictions(ref JsonOutput json, IList<InferTensor> outputs)
    {
        if (outputs.Count == 1)
        {
            WriteList(ref json, outputs[0]);
        }
        else if (HaveSameRows(outputs))
        {
            WriteRows(ref json, outputs);
        }
        else
        {
            WriteColumns(ref json, outputs);
        }
    }

    public static void WriteColumns(ref JsonOutput json, IList<InferTensor> outputs)
    {
        json.Raw((byte)'{');
        for (var i = 0; i < outputs.Count; i++)
        {
            json.Separate(i);
            json.Text(outputs[i].Name);
            json.Raw((byte)':');
            var position = default(TensorPosition);
            WriteNested(ref json, outputs[i], outputs[i].Shape.Dimensions, ref position);
        }

        json.Raw((byte)'}');
    }

    private static void WriteList(ref JsonOutput json, InferTensor output)
    {
        var position = default(TensorPosition);
        if (output.Shape.Rank == 0)
        {
            json.Raw((byte)'[');
            WriteNested(ref json, output, [], ref position);
            json.Raw((byte)']');
            return;
        }

        WriteNested(ref json, output, output.Shape.Dimensions, ref position);
    }

    private static void WriteRows(ref JsonOutput json, IList<InferTensor> outputs)
    {
        var rows = outputs.Count == 0 ? 0 : outputs[0].Shape[0];
        var positions = new TensorPosition[outputs.Count];
        json.Raw((byte)'[');
        for (long row = 0; row < rows; row++)
        {
            json.Separate(row);
            json.Raw((byte)'{');
            for (var i = 0; i < positions.Length; i++)
            {
                json.Separate(i);
                json.Text(outputs[i].Name);
                json.Raw((byte)':');
                WriteNested(ref json, outputs[i], outputs[i].Shape.Dimensions[1..], ref positions[i]);
            }

            json.Raw((byte)'}');
        }

        json.Raw((byte)']');
    }

    private static void WriteNested(
        ref JsonOutput json, InferTensor tensor, ReadOnlySpan<long> dimensions, ref TensorPosition position)
    {
        if (dimensions.IsEmpty)
        {
            TensorText.Write(ref json, tensor, ref position, 1, TensorTextStyle.V1);
            return;
        }

        json.Raw((byte)'[');
        if (dimensions.Length == 1)
        {
            TensorText.Write(ref json, tensor, ref position, dimensions[0], TensorTextStyle.V1);
        }
        else
        {
            for (long i = 0; i < dimensions[0]; i++)
            {
                json.Separate(i);
                WriteNested(ref json, tensor, dimensions[1..], ref position);
            }
        }

        json.Raw((byte)']');
    }

    private static bool HaveSameRows(IList<InferTensor> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Shape.Rank == 0 || outputs[i].Shape[0] != outputs[0].Shape[0])
            {
                return false;
            }
        }

        return true;
    }
}
