using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Writes halves as the floats that they widen to.</summary>
internal readonly struct HalfText : INumberText<Half>
{
    private const int BlockSize = 32;

    public static int Room => SingleText.Room;

    public static nint Write(ref byte target, ReadOnlySpan<Half> values)
    {
        Span<float> block = stackalloc float[BlockSize];
        nint at = 0;
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, BlockSize);
            for (var i = 0; i < count; i++)
            {
                block[i] = (float)values[i];
            }

            at += SingleText.Write(ref Unsafe.Add(ref target, at), block[..count]);
            values = values[count..];
        }

        return at;
    }
}
