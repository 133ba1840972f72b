using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>Reads values of a declared type of fixed size.</summary>
internal sealed class V1FixedColumn<T, TElement>(string name, V1ColumnKind kind)
    : V1Column(name, kind)
    where T : unmanaged
    where TElement : struct, IJsonElement<T>
{
    private int Count => Buffer.Written.Length / Unsafe.SizeOf<T>();

    protected override TensorDataType DataType => Kind.DataType;

    protected override bool TryScan(ref JsonCursor json, bool hasRows) =>
        TryScan<T, TElement>(ref json, hasRows, out _);

    protected override void AppendElement(ref JsonCursor json, JsonField field)
    {
        if (!TElement.TryRead(json.Token, json.Value, out var value))
        {
            throw json.BadElement(field, Count, TElement.Expected);
        }

        var size = Unsafe.SizeOf<T>();
        MemoryMarshal.Write(Buffer.Reserve(size), in value);
        Buffer.Commit(size);
    }
}
