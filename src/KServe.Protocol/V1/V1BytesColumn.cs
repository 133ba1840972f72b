using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads strings as their UTF-8, objects with base 64 as the bytes they stand for, null as missing.</summary>
internal sealed class V1BytesColumn(string name, V1ColumnKind kind) : V1Column(name, kind)
{
    private int _count;

    protected override TensorDataType DataType => TensorDataType.BYTES;

    public override void Begin(TensorPool pool)
    {
        base.Begin(pool);
        _count = 0;
    }

    protected override void AppendElement(ref JsonCursor json, JsonField field)
    {
        if (json.Token == JsonTokenType.Null)
        {
            Buffer.AddMissing(_count++);
            return;
        }

        if (json.Token is not (JsonTokenType.String or JsonTokenType.StartObject))
        {
            throw json.BadElement(field, _count, V1Bytes.Expected);
        }

        V1Bytes.Append(ref json, Buffer, field);
        _count++;
    }
}
