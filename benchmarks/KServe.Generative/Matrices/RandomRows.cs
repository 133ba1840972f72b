using System.Runtime.InteropServices;
using KServe.Kernels.Linear;

namespace KServe.Generative.Matrices;

/// <summary>Random weights: rows that begin at different places of one table of numbers.</summary>
internal sealed class RandomRows(int rows, int columns, WeightFormat format) : IWeightRows
{
    private const int TableSize = 1 << 20;
    private static readonly float[] Table = CreateTable();
    private static readonly byte[] Brains = Convert(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
    private static readonly byte[] Halves = Convert(value => BitConverter.HalfToUInt16Bits((Half)value));

    public int Rows => rows;

    public int Columns => columns;

    public WeightFormat Format => format;

    public ReadOnlySpan<byte> GetRow(int row)
    {
        var table = format == WeightFormat.BF16 ? Brains : Halves;
        return table.AsSpan(GetStart(row) * sizeof(ushort), columns * sizeof(ushort));
    }

    public void ReadRow(int row, Span<float> destination) =>
        Table.AsSpan(GetStart(row), columns).CopyTo(destination);

    private int GetStart(int row) => (int)((row * 7919L) % (TableSize - columns));

    private static float[] CreateTable()
    {
        var random = new Random(1);
        var table = new float[TableSize];
        foreach (ref var value in table.AsSpan())
        {
            value = (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 0.04f;
        }

        return table;
    }

    private static byte[] Convert(Converter<float, ushort> convert) =>
        MemoryMarshal.AsBytes(Array.ConvertAll(Table, convert).AsSpan()).ToArray();
}
