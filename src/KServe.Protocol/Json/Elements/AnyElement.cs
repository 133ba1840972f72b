using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Passes over elements whose data type is not known yet.</summary>
internal readonly struct AnyElement : IJsonElement<byte>
{
    public static string Expected => "a number, true, false or null";

    public static bool IsKept => false;

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        return token is JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(DecimalNumber number, out byte value)
    {
        value = 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvertShort(DecimalNumber number, out byte value)
    {
        value = 0;
        return true;
    }
}
