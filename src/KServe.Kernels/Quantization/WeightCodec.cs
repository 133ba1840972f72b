using KServe.Kernels.Linear;

namespace KServe.Kernels.Quantization;

/// <summary>Decodes and encodes numbers in the formats of weight files.</summary>
/// <remarks>
/// Stateless and safe for concurrent calls. Layouts and the rounding of the encoders are those of ggml's reference
/// implementation (<c>ggml-quants.c</c>, <c>gguf-py/gguf/quants.py</c>); a decoded number is the product and sum of its
/// binary32 parts, each rounded once, so that it is the same on every machine.
/// </remarks>
public static class WeightCodec
{
    /// <summary>Gets how many numbers make a block.</summary>
    /// <param name="format">The format.</param>
    /// <returns>1, 32 or 256.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format does not exist.</exception>
    public static int GetBlockSize(WeightFormat format) => format switch
    {
        WeightFormat.F32 or WeightFormat.F16 or WeightFormat.BF16 => 1,
        WeightFormat.Q8_0 or WeightFormat.Q4_0 or WeightFormat.Q4_1 or WeightFormat.Q5_0 or WeightFormat.Q5_1 => 32,
        WeightFormat.Q4_K or WeightFormat.Q5_K or WeightFormat.Q6_K => 256,
        _ => throw Unknown(format),
    };

    /// <summary>Gets the bytes of a block.</summary>
    /// <param name="format">The format.</param>
    /// <returns>The bytes, from 2 to 210.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format does not exist.</exception>
    public static int GetBlockBytes(WeightFormat format) => format switch
    {
        WeightFormat.F32 => 4,
        WeightFormat.F16 or WeightFormat.BF16 => 2,
        WeightFormat.Q8_0 => 34,
        WeightFormat.Q4_0 => 18,
        WeightFormat.Q4_1 => 20,
        WeightFormat.Q5_0 => 22,
        WeightFormat.Q5_1 => 24,
        WeightFormat.Q4_K => 144,
        WeightFormat.Q5_K => 176,
        WeightFormat.Q6_K => 210,
        _ => throw Unknown(format),
    };

    /// <summary>Gets the bytes of a run of whole blocks.</summary>
    /// <param name="format">The format.</param>
    /// <param name="count">The numbers, a multiple of the block size.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The count is negative or not a multiple of the block size.</exception>
    /// <exception cref="OverflowException">The bytes do not fit into 64 bits.</exception>
    public static long GetByteCount(WeightFormat format, long count)
    {
        var (blocks, rest) = Math.DivRem(count, GetBlockSize(format));
        return count >= 0 && rest == 0
            ? checked(blocks * GetBlockBytes(format))
            : throw new ArgumentException("The count must be a multiple of the block size.", nameof(count));
    }

    /// <summary>Decodes whole blocks.</summary>
    /// <param name="format">How the numbers are stored.</param>
    /// <param name="source">The blocks.</param>
    /// <param name="destination">Takes the numbers; its length says how many blocks are read.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public static void Decode(WeightFormat format, ReadOnlySpan<byte> source, Span<float> destination)
    {
        CheckLengths(format, source.Length, destination.Length);
        switch (format)
        {
            case WeightFormat.F32:
                FloatCodec.DecodeF32(source, destination);
                break;
            case WeightFormat.F16:
                FloatCodec.DecodeF16(source, destination);
                break;
            case WeightFormat.BF16:
                FloatCodec.DecodeBF16(source, destination);
                break;
            default:
                DecodeBlocks(format, source, destination);
                break;
        }
    }

    /// <summary>Gets whether numbers can be encoded in a format.</summary>
    /// <param name="format">The format.</param>
    /// <returns><see langword="true"/> for all but Q4_K, Q5_K and Q6_K.</returns>
    public static bool CanEncode(WeightFormat format) =>
        format is not (WeightFormat.Q4_K or WeightFormat.Q5_K or WeightFormat.Q6_K);

    /// <summary>Encodes whole blocks, the same bytes on every machine.</summary>
    /// <param name="format">How to store the numbers.</param>
    /// <param name="source">The numbers, which should be finite; their length says how many blocks are written.</param>
    /// <param name="destination">Takes the blocks.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or the format is only decoded.</exception>
    public static void Encode(WeightFormat format, ReadOnlySpan<float> source, Span<byte> destination)
    {
        CheckLengths(format, destination.Length, source.Length);
        switch (format)
        {
            case WeightFormat.F32:
                FloatCodec.EncodeF32(source, destination);
                break;
            case WeightFormat.F16:
                FloatCodec.EncodeF16(source, destination);
                break;
            case WeightFormat.BF16:
                FloatCodec.EncodeBF16(source, destination);
                break;
            default:
                EncodeBlocks(format, source, destination);
                break;
        }
    }

    private static void DecodeBlocks(WeightFormat format, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (format)
        {
            case WeightFormat.Q8_0:
                DecodeBlocks<Q8_0Decoder>(source, destination);
                break;
            case WeightFormat.Q4_0:
                DecodeBlocks<Q4_0Decoder>(source, destination);
                break;
            case WeightFormat.Q4_1:
                DecodeBlocks<Q4_1Decoder>(source, destination);
                break;
            case WeightFormat.Q5_0:
                DecodeBlocks<Q5_0Decoder>(source, destination);
                break;
            case WeightFormat.Q5_1:
                DecodeBlocks<Q5_1Decoder>(source, destination);
                break;
            case WeightFormat.Q4_K:
                DecodeBlocks<Q4_KDecoder>(source, destination);
                break;
            case WeightFormat.Q5_K:
                DecodeBlocks<Q5_KDecoder>(source, destination);
                break;
            case WeightFormat.Q6_K:
                DecodeBlocks<Q6_KDecoder>(source, destination);
                break;
            default:
                throw Unknown(format);
        }
    }

    private static void DecodeBlocks<TDecoder>(ReadOnlySpan<byte> source, Span<float> destination)
        where TDecoder : struct, IBlockDecoder
    {
        while (source.Length > 0)
        {
            TDecoder.Decode(source[..TDecoder.Bytes], destination[..TDecoder.Size]);
            source = source[TDecoder.Bytes..];
            destination = destination[TDecoder.Size..];
        }
    }

    private static void EncodeBlocks(WeightFormat format, ReadOnlySpan<float> source, Span<byte> destination)
    {
        var size = GetBlockSize(format);
        var bytes = GetBlockBytes(format);
        for (; source.Length > 0; source = source[size..], destination = destination[bytes..])
        {
            var numbers = source[..size];
            var block = destination[..bytes];
            switch (format)
            {
                case WeightFormat.Q8_0:
                    SymmetricEncoder.EncodeQ8_0(numbers, block);
                    break;
                case WeightFormat.Q4_0:
                    SymmetricEncoder.EncodeQ4_0(numbers, block);
                    break;
                case WeightFormat.Q5_0:
                    SymmetricEncoder.EncodeQ5_0(numbers, block);
                    break;
                case WeightFormat.Q4_1:
                    AffineEncoder.EncodeQ4_1(numbers, block);
                    break;
                case WeightFormat.Q5_1:
                    AffineEncoder.EncodeQ5_1(numbers, block);
                    break;
                default:
                    throw new ArgumentException("The format is only decoded.", nameof(format));
            }
        }
    }

    private static void CheckLengths(WeightFormat format, int bytes, int numbers)
    {
        if (GetByteCount(format, numbers) != bytes)
        {
            throw new ArgumentException("The bytes and the numbers must be of the same blocks.", nameof(bytes));
        }
    }

    private static ArgumentOutOfRangeException Unknown(WeightFormat format) =>
        new(nameof(format), format, "The format does not exist.");
}
