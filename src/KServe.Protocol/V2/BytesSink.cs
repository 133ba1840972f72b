using System.Buffers.Binary;
using System.Text.Json;

namespace KServe.Protocol;

internal struct BytesSink(TensorBuffer buffer, long expected, JsonField field) : IElementSink
{
    public long Count { get; private set; }

    public void Add(ref JsonCursor json)
    {
        if (Count == expected)
        {
            throw JsonErrors.At(field, $"the shape needs {Count} elements, got more");
        }

        if (json.Token == JsonTokenType.Null)
        {
            buffer.AddMissing((int)Count++);
            return;
        }

        if (json.Token != JsonTokenType.String)
        {
            throw json.BadElement(field, Count, "a string or null");
        }

        var free = buffer.Reserve(sizeof(uint) + json.Value.Length);
        var length = json.CopyText(free[sizeof(uint)..], field);
        BinaryPrimitives.WriteUInt32LittleEndian(free, (uint)length);
        buffer.Commit(sizeof(uint) + length);
        Count++;
    }
}
