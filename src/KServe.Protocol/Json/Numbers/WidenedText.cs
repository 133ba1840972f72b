using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Writes floats as the doubles that they widen to.</summary>
internal readonly struct WidenedText : INumberText<float>
{
    public static int Room => DoubleText.Room;

    public static nint Write(ref byte target, ReadOnlySpan<float> values)
    {
        nint at = 0;
        foreach (var value in values)
        {
            at += DoubleText.WriteOne(ref Unsafe.Add(ref target, at), value);
        }

        return at;
    }
}
