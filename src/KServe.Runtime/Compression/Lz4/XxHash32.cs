using System.Buffers.Binary;
using System.Numerics;

namespace KServe.Runtime.Compression.Lz4;

/// <summary>The 32-bit xxHash with seed 0, in pieces; source: the xxHash specification.</summary>
internal sealed class XxHash32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;
    private const int StripeSize = 16;

    private readonly byte[] _rest = new byte[StripeSize];
    private uint _a = unchecked(Prime1 + Prime2);
    private uint _b = Prime2;
    private uint _c;
    private uint _d = unchecked(0 - Prime1);
    private int _restLength;
    private ulong _length;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var hash = new XxHash32();
        hash.Append(data);
        return hash.GetValue();
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += (ulong)data.Length;
        if (_restLength > 0)
        {
            var count = Math.Min(StripeSize - _restLength, data.Length);
            data[..count].CopyTo(_rest.AsSpan(_restLength));
            _restLength += count;
            data = data[count..];
            if (_restLength < StripeSize)
            {
                return;
            }

            AppendStripe(_rest);
        }

        for (; data.Length >= StripeSize; data = data[StripeSize..])
        {
            AppendStripe(data);
        }

        data.CopyTo(_rest);
        _restLength = data.Length;
    }

    public uint GetValue()
    {
        var hash = _length >= StripeSize
            ? BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7)
                + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18)
            : Prime5;
        hash += (uint)_length;
        var rest = _rest.AsSpan(0, _restLength);
        for (; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
        {
            hash += BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime3;
            hash = BitOperations.RotateLeft(hash, 17) * Prime4;
        }

        foreach (var value in rest)
        {
            hash += value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Round(uint sum, ReadOnlySpan<byte> lane) =>
        BitOperations.RotateLeft(sum + (BinaryPrimitives.ReadUInt32LittleEndian(lane) * Prime2), 13) * Prime1;

    private void AppendStripe(ReadOnlySpan<byte> stripe)
    {
        _a = Round(_a, stripe);
        _b = Round(_b, stripe[4..]);
        _c = Round(_c, stripe[8..]);
        _d = Round(_d, stripe[12..]);
    }
}
