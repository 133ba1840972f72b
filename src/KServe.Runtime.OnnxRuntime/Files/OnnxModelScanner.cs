using System.Text;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Walks through a model file once and collects what must be known before it is loaded.</summary>
/// <remarks>
/// Every tensor is found wherever the format allows one: initializers, constants, subgraphs, functions, training
/// graphs, sparse tensors. Weights are passed over unread. Nesting is bounded as in the protobuf library.
/// </remarks>
internal sealed class OnnxModelScanner(ProtoFileReader reader, CancellationToken cancellationToken)
{
    private const int MaxDepth = 100;
    private const int MaxNameLength = 64 * 1024;

    private readonly OnnxModelFacts _facts = new();

    /// <summary>Walks through the whole file.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model; the message says why.</exception>
    public OnnxModelFacts Scan()
    {
        ScanMessage(OnnxMessage.Model, reader.Length, depth: 0);
        return _facts.HasGraph ? _facts : throw new InvalidDataException("it has no graph");
    }

    private void ScanMessage(OnnxMessage message, long end, int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new InvalidDataException($"its messages are nested deeper than {MaxDepth}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (message == OnnxMessage.Tensor)
        {
            ScanTensor(end);
            return;
        }

        while (reader.Position < end)
        {
            var tag = reader.ReadTag(end);
            if (tag.Wire != ProtoWireType.Bytes)
            {
                reader.Skip(tag.Wire, end);
                continue;
            }

            var fieldEnd = reader.ReadEnd(end);
            var child = OnnxSchema.GetChild(message, tag.Field);
            if (child != OnnxMessage.None)
            {
                _facts.HasGraph |= message == OnnxMessage.Model && child == OnnxMessage.Graph;
                ScanMessage(child, fieldEnd, depth + 1);
            }
            else if (message == OnnxMessage.Graph && depth == 1 && tag.Field == OnnxSchema.GraphInput)
            {
                ScanGraphInput(fieldEnd);
            }

            reader.MoveTo(fieldEnd);
        }
    }

    private void ScanTensor(long end)
    {
        var name = "";
        var isExternal = false;
        ExternalDataBuilder? external = null;
        while (reader.Position < end)
        {
            var tag = reader.ReadTag(end);
            switch (tag)
            {
                case (OnnxSchema.TensorName, ProtoWireType.Bytes):
                    name = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadEnd(end), MaxNameLength, "a name"));
                    break;
                case (OnnxSchema.TensorExternalData, ProtoWireType.Bytes):
                    (external ??= new ExternalDataBuilder()).Read(reader, reader.ReadEnd(end));
                    break;
                case (OnnxSchema.TensorDataLocation, ProtoWireType.Varint):
                    isExternal |= reader.ReadVarint(end) != 0;
                    break;
                default:
                    reader.Skip(tag.Wire, end);
                    break;
            }
        }

        if (external is not null || isExternal)
        {
            _facts.ExternalData.Add((external ?? new ExternalDataBuilder()).Build(name));
        }
    }

    private void ScanGraphInput(long end)
    {
        if (!FindField(OnnxSchema.ValueInfoType, end, out var typeEnd)
            || !FindField(OnnxSchema.TypeTensor, typeEnd, out var tensorEnd))
        {
            return;
        }

        _facts.HasInputOfUnknownRank |= !FindField(OnnxSchema.TensorTypeShape, tensorEnd, out _);
    }

    /// <summary>Moves to the content of the first message field with a number.</summary>
    private bool FindField(int field, long end, out long fieldEnd)
    {
        while (reader.Position < end)
        {
            var tag = reader.ReadTag(end);
            if (tag == new ProtoTag(field, ProtoWireType.Bytes))
            {
                fieldEnd = reader.ReadEnd(end);
                return true;
            }

            reader.Skip(tag.Wire, end);
        }

        fieldEnd = end;
        return false;
    }
}
