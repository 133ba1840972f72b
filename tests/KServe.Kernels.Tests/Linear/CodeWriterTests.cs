using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Linear;

/// <remarks>
/// The expected bytes are what the assembler of LLVM gives, but for the addition: its own is shorter, and its
/// disassembler reads ours as the same instruction.
/// </remarks>
public sealed class CodeWriterTests
{
    private readonly CodeWriter _code = new();
    private int _checked;

    [Fact]
    public void Memory_BasesAndDisplacements_AsLlvm()
    {
        _code.Load(24, 0, 1024);
        AssertCode("62 61 7E 48 6F 40 10");
        _code.Load(25, 10, 100);
        AssertCode("62 41 7E 48 6F 8A 64 00 00 00");
        _code.Store(11, 1, 64);
        AssertCode("62 71 7E 48 7F 59 01");
        _code.Splat(26, 9, 36);
        AssertCode("62 42 7D 48 58 51 09");
        _code.Splat(30, 7, 112);
        AssertCode("62 62 7D 48 58 77 1C");
    }

    [Fact]
    public void Registers_HighAndLow_AsLlvm()
    {
        _code.AddByteProducts(19, 25, 26);
        AssertCode("62 82 35 40 50 DA");
        _code.MultiplyAdd(9, 18, 27);
        AssertCode("62 12 6D 40 B8 CB");
        _code.ShiftRightSigned(25, 24, 3);
        AssertCode("62 91 35 40 72 E0 03");
        _code.ShiftLeft(24, 25, 16);
        AssertCode("62 91 3D 40 72 F1 10");
        _code.And(24, 24, 29);
        AssertCode("62 01 3D 40 DB C5");
        _code.Multiply(27, 24, 31);
        AssertCode("62 01 3C 40 59 DF");
        _code.ToFloat(13, 29);
        AssertCode("62 11 7C 48 5B ED");
    }

    [Fact]
    public void General_Registers_AsLlvm()
    {
        _code.LoadPointer(11, 7, 8);
        AssertCode("4C 8B 5F 08");
        _code.AddImmediate(10, 48);
        AssertCode("49 81 C2 30 00 00 00");
        _code.Prefetch(7, 320);
        AssertCode("0F 18 97 40 01 00 00");
        _code.Push(7);
        AssertCode("57");
        _code.Pop(7);
        AssertCode("5F");
    }

    private void AssertCode(string expected)
    {
        var written = _code.ToArray()[_checked..];
        _checked = _code.Length;
        Assert.Equal(expected, BitConverter.ToString(written).Replace('-', ' '));
    }
}
