using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Brings elements into C order and this machine's byte order, and converts whole arrays of them.</summary>
internal static class NumpyElements
{
    /// <summary>Gets the bytes of all elements in C order, each number with its low byte first.</summary>
    /// <returns>The array's own memory when it lies so already.</returns>
    public static ReadOnlySpan<byte> GetOrdered(NumpyArray array)
    {
        var unit = GetNumberSize(array.Type);
        var isSwapped = array.Type.IsBigEndian && unit > 1;
        if (!array.IsFortranOrder && !isSwapped)
        {
            return array.Data.Span;
        }

        var ordered = GC.AllocateUninitializedArray<byte>(array.Data.Length);
        if (array.IsFortranOrder)
        {
            Transpose(array, ordered);
        }
        else
        {
            array.Data.Span.CopyTo(ordered);
        }

        if (isSwapped)
        {
            Swap(ordered, unit);
        }

        return ordered;
    }

    /// <summary>Converts numbers to another type.</summary>
    public static T[] Convert<T>(NumpyType type, ReadOnlySpan<byte> ordered)
        where T : INumberBase<T> => (type.Kind, type.ItemSize) switch
    {
        (NumpyKind.Float, 8) => Convert<double, T>(ordered),
        (NumpyKind.Float, 4) => Convert<float, T>(ordered),
        (NumpyKind.Float, 2) => Convert<Half, T>(ordered),
        (NumpyKind.Signed, 1) => Convert<sbyte, T>(ordered),
        (NumpyKind.Signed, 2) => Convert<short, T>(ordered),
        (NumpyKind.Signed, 4) => Convert<int, T>(ordered),
        (NumpyKind.Signed, 8) => Convert<long, T>(ordered),
        (NumpyKind.Unsigned, 1) => Convert<byte, T>(ordered),
        (NumpyKind.Unsigned, 2) => Convert<ushort, T>(ordered),
        (NumpyKind.Unsigned, 4) => Convert<uint, T>(ordered),
        (NumpyKind.Unsigned, 8) => Convert<ulong, T>(ordered),
        (NumpyKind.Boolean, 1) => ConvertFlags<T>(ordered),
        (NumpyKind.Complex, 8) => Convert<float, T>(ordered),
        (NumpyKind.Complex, 16) => Convert<double, T>(ordered),
        (NumpyKind.Time, 8) => Convert<long, T>(ordered),
        _ => throw new InvalidDataException($"numbers of {type.ItemSize} bytes are not supported"),
    };

    private static T[] Convert<TFrom, T>(ReadOnlySpan<byte> ordered)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : INumberBase<T>
    {
        var source = MemoryMarshal.Cast<byte, TFrom>(ordered);
        var result = GC.AllocateUninitializedArray<T>(source.Length);
        TensorPrimitives.ConvertTruncating(source, result);
        return result;
    }

    private static T[] ConvertFlags<T>(ReadOnlySpan<byte> ordered)
        where T : INumberBase<T>
    {
        var result = new T[ordered.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = ordered[i] == 0 ? T.Zero : T.One;
        }

        return result;
    }

    /// <summary>Gets the size of the numbers that an element is made of, which byte order applies to.</summary>
    private static int GetNumberSize(NumpyType type) => type.Kind switch
    {
        NumpyKind.Text => sizeof(uint),
        NumpyKind.Complex => type.ItemSize / 2,
        NumpyKind.Bytes or NumpyKind.Record or NumpyKind.Object => 1,
        _ => type.ItemSize,
    };

    private static void Swap(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case sizeof(ushort):
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case sizeof(uint):
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            default:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static void Transpose(NumpyArray array, Span<byte> target)
    {
        switch (array.Type.ItemSize)
        {
            case sizeof(ulong):
                Transpose(
                    MemoryMarshal.Cast<byte, ulong>(array.Data.Span),
                    MemoryMarshal.Cast<byte, ulong>(target),
                    1,
                    array);
                break;
            case sizeof(uint):
                Transpose(
                    MemoryMarshal.Cast<byte, uint>(array.Data.Span),
                    MemoryMarshal.Cast<byte, uint>(target),
                    1,
                    array);
                break;
            case 0:
                break;
            case var size:
                Transpose(array.Data.Span, target, size, array);
                break;
        }
    }

    /// <summary>Copies the elements of an array in Fortran order in C order.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> target, int width, NumpyArray array)
    {
        var shape = array.Shape;
        Span<int> index = stackalloc int[shape.Length];
        Span<int> strides = stackalloc int[shape.Length];
        for (int d = 0, stride = width; d < shape.Length; stride *= shape[d], d++)
        {
            strides[d] = stride;
        }

        var at = 0;
        for (var i = 0; i < target.Length; i += width)
        {
            source.Slice(at, width).CopyTo(target.Slice(i, width));
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
