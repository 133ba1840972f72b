using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>One field of a numpy record array, read where it lies.</summary>
/// <param name="Name">The name, for errors.</param>
/// <param name="Data">The bytes of all records.</param>
/// <param name="Offset">Where the field begins in a record.</param>
/// <param name="Stride">The bytes of a record.</param>
/// <param name="Size">The bytes of the field.</param>
/// <param name="IsSigned">Whether integers are signed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NodeField(
    string Name, ReadOnlyMemory<byte> Data, int Offset, int Stride, int Size, bool IsSigned)
{
    /// <summary>Reads an integer or boolean.</summary>
    /// <exception cref="InvalidDataException">It is beyond 32 bits.</exception>
    public int GetInteger(int row)
    {
        var item = Data.Span.Slice(row * Stride + Offset, Size);
        var value = Size switch
        {
            1 => IsSigned ? (sbyte)item[0] : item[0],
            4 => IsSigned
                ? BinaryPrimitives.ReadInt32LittleEndian(item)
                : BinaryPrimitives.ReadUInt32LittleEndian(item),
            _ => BinaryPrimitives.ReadInt64LittleEndian(item),
        };
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidDataException($"nodes: '{Name}' of node {row} is {value}");
    }

    /// <summary>Reads a float64 number.</summary>
    public double GetDouble(int row) =>
        BinaryPrimitives.ReadDoubleLittleEndian(Data.Span.Slice(row * Stride + Offset, sizeof(double)));
}
