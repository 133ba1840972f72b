using System.Buffers.Binary;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Hands each instance over as its JSON text.</summary>
internal sealed class V1JsonColumn(string name, V1ColumnKind kind) : V1Column(name, kind)
{
    protected override TensorDataType DataType => TensorDataType.BYTES;

    protected override void Append(ref JsonCursor json, JsonField field) => AppendElement(ref json, field);

    protected override void AppendWhole(ref JsonCursor json, JsonField field)
    {
        var count = 0;
        if (json.Token != JsonTokenType.StartArray)
        {
            Append(ref json, field);
            count++;
        }
        else
        {
            while (json.Read() != JsonTokenType.EndArray)
            {
                Append(ref json, field);
                count++;
            }
        }

        SetList(count);
    }

    protected override void AppendElement(ref JsonCursor json, JsonField field)
    {
        var text = json.ReadRaw(field);
        var free = Buffer.Reserve(sizeof(uint) + text.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(free, (uint)text.Length);
        text.CopyTo(free[sizeof(uint)..]);
        Buffer.Commit(sizeof(uint) + text.Length);
    }
}
