using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads values of an input that nobody declared: the values decide on the data type.</summary>
/// <remarks>
/// Numbers start as INT64. The first that does not fit changes what is there in place: all three data types of numbers
/// take 8 bytes.
/// </remarks>
internal sealed class V1DynamicColumn(string name, V1ColumnKind kind) : V1Column(name, kind)
{
    private TensorDataType _dataType;
    private bool _hasNegative;
    private int _count;

    // Nulls before the first value: NaN if that is a number, missing if it is a text.
    private int _nulls;

    protected override TensorDataType DataType => _dataType == TensorDataType.None ? TensorDataType.FP64 : _dataType;

    public override void Begin(TensorPool pool)
    {
        base.Begin(pool);
        (_dataType, _hasNegative, _count, _nulls) = (TensorDataType.None, false, 0, 0);
    }

    // Nothing but nulls: NaN.
    protected override void Complete()
    {
        if (_dataType == TensorDataType.None)
        {
            WriteNulls();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Integers are tried first; the first number that is none says whether all are doubles.</remarks>
    protected override bool TryScan(ref JsonCursor json, bool hasRows)
    {
        var before = Buffer.Written.Length;
        var integers = 0L;
        if (_dataType is TensorDataType.None or TensorDataType.INT64 && _nulls == 0)
        {
            if (TryScan<long, IntegerElement<long>>(ref json, hasRows, out var stop))
            {
                _dataType = TensorDataType.INT64;
                var added = MemoryMarshal.Cast<byte, long>(Buffer.Written[before..]);
                _hasNegative |= TensorPrimitives.Min<long>(added) < 0;
                _count += added.Length;
                return true;
            }

            if (!IsNoInteger(json.PeekElement(stop.Position), stop.Count > 0))
            {
                return false;
            }

            integers = stop.Count;
        }
        else if (_dataType != TensorDataType.FP64)
        {
            return false;
        }

        if (!TryScan<double, DoubleElement>(ref json, hasRows, out _))
        {
            return false;
        }

        ToDoubles(Buffer.Written[..before]);
        var numbers = MemoryMarshal.Cast<byte, double>(Buffer.Written[before..]);
        _count += numbers.Length;

        // an integer has no negative zero
        numbers = numbers[..(int)integers];
        TensorPrimitives.Add(numbers, 0.0, numbers);
        return true;
    }

    protected override void AppendElement(ref JsonCursor json, JsonField field)
    {
        switch (json.Token)
        {
            case JsonTokenType.Number:
                Become(ref json, TensorDataType.INT64, field);
                AppendNumber(ref json, field);
                break;
            case JsonTokenType.Null when _dataType is TensorDataType.None:
                _nulls++;
                break;
            case JsonTokenType.Null when _dataType is TensorDataType.BYTES:
                Buffer.AddMissing(_count);
                break;
            case JsonTokenType.Null:
                Become(ref json, TensorDataType.INT64, field);
                ToDoubles(Buffer.Written);
                Write(double.NaN);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                Become(ref json, TensorDataType.BOOL, field);
                Write(json.Token == JsonTokenType.True ? (byte)1 : (byte)0);
                break;
            default:
                Become(ref json, TensorDataType.BYTES, field);
                V1Bytes.Append(ref json, Buffer, field);
                break;
        }

        _count++;
    }

    private static bool IsNumber(TensorDataType dataType) =>
        dataType is TensorDataType.INT64 or TensorDataType.UINT64 or TensorDataType.FP64;

    // A larger integer may be UINT64, and null before any number anything.
    private bool IsNoInteger(ReadOnlySpan<byte> element, bool hasNumbers) =>
        element.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0
        || (element.StartsWith("null"u8) && (hasNumbers || _dataType == TensorDataType.INT64));

    private void Become(ref JsonCursor json, TensorDataType dataType, JsonField field)
    {
        if (_dataType == TensorDataType.None)
        {
            _dataType = dataType;
            SettleNulls(ref json, field);
        }
        else if (_dataType != dataType && !(IsNumber(_dataType) && IsNumber(dataType)))
        {
            throw json.BadElement(field, _count, $"the same type as before ({_dataType.GetName()})");
        }
    }

    private void SettleNulls(ref JsonCursor json, JsonField field)
    {
        if (_nulls == 0)
        {
            return;
        }

        if (_dataType == TensorDataType.BOOL)
        {
            throw json.BadElement(field, _count, "null, as before,");
        }

        if (_dataType == TensorDataType.BYTES)
        {
            for (var i = 0; i < _nulls; i++)
            {
                Buffer.AddMissing(i);
            }

            return;
        }

        WriteNulls();
    }

    private void WriteNulls()
    {
        _dataType = TensorDataType.FP64;
        for (var i = 0; i < _nulls; i++)
        {
            Write(double.NaN);
        }

        _nulls = 0;
    }

    private void AppendNumber(ref JsonCursor json, JsonField field)
    {
        if (_dataType != TensorDataType.FP64 && TryAppendInteger(json.Value))
        {
            return;
        }

        ToDoubles(Buffer.Written);
        if (!JsonNumber.TryParse(json.Value, out double number))
        {
            throw json.BadElement(field, _count, DoubleElement.Expected);
        }

        Write(number);
    }

    private bool TryAppendInteger(ReadOnlySpan<byte> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed))
        {
            if (signed < 0 && _dataType == TensorDataType.UINT64)
            {
                return false;
            }

            _hasNegative |= signed < 0;
            Write(signed);
            return true;
        }

        if (_hasNegative || !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned))
        {
            return false;
        }

        // what is there is not negative and has the same bits in both types
        _dataType = TensorDataType.UINT64;
        Write(unsigned);
        return true;
    }

    private void ToDoubles(Span<byte> written)
    {
        var doubles = MemoryMarshal.Cast<byte, double>(written);
        if (_dataType == TensorDataType.INT64)
        {
            var integers = MemoryMarshal.Cast<byte, long>(written);
            for (var i = 0; i < integers.Length; i++)
            {
                doubles[i] = integers[i];
            }
        }
        else if (_dataType == TensorDataType.UINT64)
        {
            var integers = MemoryMarshal.Cast<byte, ulong>(written);
            for (var i = 0; i < integers.Length; i++)
            {
                doubles[i] = integers[i];
            }
        }

        _dataType = TensorDataType.FP64;
    }

    private void Write<T>(T value)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        MemoryMarshal.Write(Buffer.Reserve(size), in value);
        Buffer.Commit(size);
    }
}
