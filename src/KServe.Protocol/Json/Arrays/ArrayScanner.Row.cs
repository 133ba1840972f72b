using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Protocol;

internal ref partial struct ArrayScanner<T, TElement>
{
    /// <summary>Reads the elements of one list up to its closing bracket.</summary>
    /// <remarks>The state lives in locals: the compiler keeps those in registers, unlike fields.</remarks>
    private bool TryScanRow()
    {
        ref var text = ref MemoryMarshal.GetReference(_text);
        var margin = DecimalText.IsSupported && _maxNumberLength >= DecimalText.LongLength
            ? DecimalText.Margin
            : int.MaxValue;
        ref var separators = ref _separators.First;
        var free = _free;
        var written = _written;
        var (next, count) = (_separators.Next, _separators.Count);
        nint start = _at;
        nint origin = _separators.Origin;
        nint end;
        do
        {
            if (next == count)
            {
                if (!_separators.TryRefill(_text))
                {
                    return false;
                }

                (next, count, origin) = (0, _separators.Count, _separators.Origin);
            }

            end = origin + Unsafe.Add(ref separators, next++);

            // stops at the separator at the latest
            while (Unsafe.Add(ref text, start) <= ' ' && ElementText.IsSpace(Unsafe.Add(ref text, start)))
            {
                start++;
            }

            if (written == free.Length)
            {
                if (!TryGrow(written, out free))
                {
                    return false;
                }

                written = 0;
            }

            var length = (int)(end - start);
            ref var element = ref Unsafe.Add(ref MemoryMarshal.GetReference(free), (nint)(uint)written);
            if (end >= margin && (length <= DecimalText.ShortLength
                ? DecimalText.TryReadShort(ref Unsafe.Add(ref text, end), length, out var number)
                    && TElement.TryConvertShort(number, out var value)
                : length <= DecimalText.LongLength
                    && DecimalText.TryReadLong(ref Unsafe.Add(ref text, end), length, out number)
                    && TElement.TryConvert(number, out value)))
            {
                element = value;
            }
            else if (!TryReadToken(_text.Slice((int)start, length), ref element))
            {
                (_at, _written) = ((int)start, written);
                return false;
            }

            written++;

            start = end + 1;
        }
        while (Unsafe.Add(ref text, end) == ',');

        _free = free;
        _separators.Next = next;
        (_written, _at) = (written, (int)start);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool TryReadToken(ReadOnlySpan<byte> text, ref T value)
    {
        var token = ElementText.GetToken(ref text);
        return token != JsonTokenType.None
            && (token != JsonTokenType.Number || text.Length <= _maxNumberLength)
            && TElement.TryRead(token, text, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGrow(int written, out Span<T> free)
    {
        Commit(written);
        free = TElement.IsKept ? default : _free;
        if (_buffer is not null)
        {
            free = MemoryMarshal.Cast<byte, T>(_buffer.Reserve(Unsafe.SizeOf<T>()));
        }

        return !free.IsEmpty;
    }

    private void Commit(int written)
    {
        _buffer?.Commit(written * Unsafe.SizeOf<T>());
        _committed += written;
        _written = 0;
    }
}
