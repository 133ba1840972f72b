using System.Buffers.Binary;

namespace KServe.Kernels.Linear;

/// <summary>Writes the few x86-64 instructions that <see cref="VnniCode"/> is made of.</summary>
/// <remarks>
/// Vector instructions are those of AVX-512 with 512 bits and without masks. Source: Intel 64 and IA-32 Architectures
/// Software Developer's Manual, volume 2, section 2.7 (EVEX prefix) and the pages of the instructions.
/// </remarks>
internal sealed class CodeWriter
{
    private const int RegisterBytes = 64;
    private const int WordBytes = 4;
    private const int NoRegister = 0;

    private readonly List<byte> _code = [];

    private enum Map
    {
        Of0F = 1,
        Of0F38 = 2,
    }

    private enum Prefix
    {
        None = 0,
        Of66 = 1,
        OfF3 = 2,
    }

    /// <summary>Gets how many bytes were written.</summary>
    public int Length => _code.Count;

    public byte[] ToArray() => [.. _code];

    /// <summary>Loads a 64-bit general register.</summary>
    public void LoadPointer(int target, int baseRegister, sbyte displacement)
    {
        _code.Add((byte)(0x48 | (target >> 3 << 2) | (baseRegister >> 3)));
        _code.Add(0x8B);
        _code.Add((byte)(0x40 | ((target & 7) << 3) | (baseRegister & 7)));
        _code.Add((byte)displacement);
    }

    public void Push(int register) => _code.Add((byte)(0x50 | register));

    public void Pop(int register) => _code.Add((byte)(0x58 | register));

    /// <summary>Asks for a cache line, into the second level.</summary>
    public void Prefetch(int baseRegister, int displacement)
    {
        _code.AddRange([0x0F, 0x18, (byte)(0x90 | baseRegister)]);
        AddInt(displacement);
    }

    public void AddImmediate(int target, int value)
    {
        _code.Add((byte)(0x48 | (target >> 3)));
        _code.Add(0x81);
        _code.Add((byte)(0xC0 | (target & 7)));
        AddInt(value);
    }

    /// <summary>Decrements a register and jumps back unless it became zero.</summary>
    public void DecrementAndJump(int counter, int to)
    {
        _code.AddRange([(byte)(0x48 | (counter >> 3)), 0xFF, (byte)(0xC8 | (counter & 7)), 0x0F, 0x85]);
        AddInt(to - (Length + sizeof(int)));
    }

    /// <summary>Clears the upper halves of registers, as code after it expects, and returns.</summary>
    public void Return() => _code.AddRange([0xC5, 0xF8, 0x77, 0xC3]);

    public void Load(int target, int baseRegister, int displacement) =>
        Memory(Map.Of0F, Prefix.OfF3, 0x6F, target, baseRegister, displacement, RegisterBytes);

    public void Store(int source, int baseRegister, int displacement) =>
        Memory(Map.Of0F, Prefix.OfF3, 0x7F, source, baseRegister, displacement, RegisterBytes);

    /// <summary>Loads 32 bits into every lane.</summary>
    public void Splat(int target, int baseRegister, int displacement) =>
        Memory(Map.Of0F38, Prefix.Of66, 0x58, target, baseRegister, displacement, WordBytes);

    public void Copy(int target, int source) => Registers(Map.Of0F, Prefix.Of66, 0x6F, target, NoRegister, source);

    public void Clear(int target) => Registers(Map.Of0F, Prefix.Of66, 0xEF, target, target, target);

    public void And(int target, int left, int right) =>
        Registers(Map.Of0F, Prefix.Of66, 0xDB, target, left, right);

    public void Multiply(int target, int left, int right) =>
        Registers(Map.Of0F, Prefix.None, 0x59, target, left, right);

    public void ToFloat(int target, int source) =>
        Registers(Map.Of0F, Prefix.None, 0x5B, target, NoRegister, source);

    /// <summary>Adds a product to binary32 lanes with one rounding.</summary>
    public void MultiplyAdd(int target, int left, int right) =>
        Registers(Map.Of0F38, Prefix.Of66, 0xB8, target, left, right);

    /// <summary>Adds to each lane four products of bytes, the left ones without sign.</summary>
    public void AddByteProducts(int target, int left, int right) =>
        Registers(Map.Of0F38, Prefix.Of66, 0x50, target, left, right);

    public void ShiftLeft(int target, int source, byte count) => Shift(6, target, source, count);

    public void ShiftRight(int target, int source, byte count) => Shift(2, target, source, count);

    public void ShiftRightSigned(int target, int source, byte count) => Shift(4, target, source, count);

    private void Shift(int operation, int target, int source, byte count)
    {
        Registers(Map.Of0F, Prefix.Of66, 0x72, operation, target, source);
        _code.Add(count);
    }

    private void Registers(Map map, Prefix prefix, byte operation, int register, int left, int right)
    {
        Evex(map, prefix, register, left, right & 8, right & 16);
        _code.Add(operation);
        _code.Add((byte)(0xC0 | ((register & 7) << 3) | (right & 7)));
    }

    // Displacements that are multiples of the operand's size are stored divided by it when that fits a byte. A base of
    // rsp or r12 would need another byte and is not used.
    private void Memory(
        Map map,
        Prefix prefix,
        byte operation,
        int register,
        int baseRegister,
        int displacement,
        int unit)
    {
        Evex(map, prefix, register, NoRegister, baseRegister & 8, 0);
        _code.Add(operation);
        var isShort = displacement % unit == 0 && displacement / unit is >= sbyte.MinValue and <= sbyte.MaxValue;
        _code.Add((byte)((isShort ? 0x40 : 0x80) | ((register & 7) << 3) | (baseRegister & 7)));
        if (isShort)
        {
            _code.Add((byte)(displacement / unit));
        }
        else
        {
            AddInt(displacement);
        }
    }

    // Bits of register numbers above the third are stored inverted.
    private void Evex(Map map, Prefix prefix, int register, int second, int bit3, int bit4)
    {
        _code.Add(0x62);
        _code.Add((byte)((Inverted(register & 8) << 7) | (Inverted(bit4) << 6) | (Inverted(bit3) << 5)
            | (Inverted(register & 16) << 4) | (int)map));
        _code.Add((byte)(((~second & 15) << 3) | 4 | (int)prefix));
        _code.Add((byte)(0x40 | (Inverted(second & 16) << 3)));
    }

    private static int Inverted(int bit) => bit == 0 ? 1 : 0;

    private void AddInt(int value)
    {
        var bytes = (Span<byte>)stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _code.AddRange(bytes);
    }
}
