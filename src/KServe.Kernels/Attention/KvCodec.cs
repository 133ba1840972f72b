namespace KServe.Kernels.Attention;

/// <summary>Writes and reads the numbers of one token and head in the format of a layout.</summary>
internal static unsafe class KvCodec
{
    private const float LargestHalf = 65504f;
    private const float LargestByte = 127f;

    public static void WriteHead(KvLayout layout, byte* head, int slot, float* keys, float* values)
    {
        var valueHead = head + layout.KeyBytes;
        var size = layout.HeadSize;
        var step = layout.BlockSize;
        var row = (long)slot * layout.PaddedHeadSize;
        switch (layout.Format)
        {
            case KvFormat.F32:
                Floats(keys, (float*)head + slot, step, size);
                Floats(values, (float*)valueHead + row, 1, size);
                break;
            case KvFormat.F16:
                Halves(keys, (Half*)head + slot, step, size);
                Halves(values, (Half*)valueHead + row, 1, size);
                break;
            case KvFormat.BF16:
                Brains(keys, (ushort*)head + slot, step, size);
                Brains(values, (ushort*)valueHead + row, 1, size);
                break;
            default:
                var scales = step * sizeof(float);
                ((float*)head)[slot] = Bytes(keys, (sbyte*)head + scales + slot, step, size);
                ((float*)valueHead)[slot] = Bytes(values, (sbyte*)valueHead + scales + row, 1, size);
                break;
        }
    }

    public static void ReadHead(KvLayout layout, byte* head, int slot, float* keys, float* values)
    {
        var valueHead = head + layout.KeyBytes;
        var step = layout.BlockSize;
        for (var i = 0; i < layout.HeadSize; i++)
        {
            keys[i] = ReadNumber(layout, head, slot, (i * step) + slot);
            values[i] = ReadNumber(layout, valueHead, slot, (slot * layout.PaddedHeadSize) + i);
        }
    }

    private static float ReadNumber(KvLayout layout, byte* part, int slot, int index) => layout.Format switch
    {
        KvFormat.F32 => ((float*)part)[index],
        KvFormat.F16 => (float)((Half*)part)[index],
        KvFormat.BF16 => BitConverter.UInt32BitsToSingle((uint)((ushort*)part)[index] << 16),
        _ => ((float*)part)[slot] * ((sbyte*)part)[(layout.BlockSize * sizeof(float)) + index],
    };

    private static void Floats(float* source, float* destination, int step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[(long)i * step] = source[i];
        }
    }

    private static void Halves(float* source, Half* destination, int step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[(long)i * step] = (Half)Math.Clamp(source[i], -LargestHalf, LargestHalf);
        }
    }

    // To the nearest, ties to even. A finite number may round up to infinity only from beyond the largest bfloat16.
    private static void Brains(float* source, ushort* destination, int step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            destination[(long)i * step] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    private static float Bytes(float* source, sbyte* destination, int step, int count)
    {
        var largest = 0f;
        for (var i = 0; i < count; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(source[i]));
        }

        var scale = largest / LargestByte;
        var inverse = scale > 0f ? 1f / scale : 0f;
        for (var i = 0; i < count; i++)
        {
            var level = MathF.Round(source[i] * inverse);
            destination[(long)i * step] = (sbyte)Math.Clamp(level, -LargestByte, LargestByte);
        }

        return scale;
    }
}
