using System.Runtime.InteropServices;
using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Linear;

/// <summary>Rows in memory, in a format, with the numbers that they stand for.</summary>
internal sealed class StoredRows(int rows, int columns, WeightFormat format, byte[] bytes, float[] numbers)
    : IWeightRows
{
    public int Rows => rows;

    public int Columns => columns;

    public WeightFormat Format => format;

    public float[] Numbers => numbers;

    public ReadOnlySpan<byte> GetRow(int row) => bytes.AsSpan(row * (bytes.Length / rows), bytes.Length / rows);

    public void ReadRow(int row, Span<float> destination) =>
        numbers.AsSpan(row * columns, columns).CopyTo(destination);

    public static StoredRows Random(Random random, int rows, int columns, WeightFormat format)
    {
        var numbers = RandomNumbers.Normal(random, rows * columns);
        switch (format)
        {
            case WeightFormat.F32:
                return FromNumbers(rows, columns, numbers);
            case WeightFormat.F16:
                var halves = Array.ConvertAll(numbers, number => (Half)number);
                return new StoredRows(rows, columns, format, MemoryMarshal.AsBytes(halves.AsSpan()).ToArray(),
                    Array.ConvertAll(halves, half => (float)half));
            case WeightFormat.BF16:
                var uppers = Array.ConvertAll(
                    numbers, number => (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16));
                return new StoredRows(rows, columns, format, MemoryMarshal.AsBytes(uppers.AsSpan()).ToArray(),
                    Array.ConvertAll(uppers, upper => BitConverter.UInt32BitsToSingle((uint)upper << 16)));
            default:
                return StoredBlocks.Random(random, rows, columns, format);
        }
    }

    public static StoredRows FromNumbers(int rows, int columns, float[] numbers) =>
        new(rows, columns, WeightFormat.F32, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray(), numbers);
}
