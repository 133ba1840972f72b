using System.Buffers.Binary;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Pickle;

public sealed class NumpyArrayTests
{
    public static TheoryData<string, int> NumberTypes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in new[] { "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8" })
            {
                for (var form = 0; form < 4; form++)
                {
                    data.Add(kind, form);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NumberTypes))]
    public void ToDoubles_EveryTypeAndOrder_GivesTheElementsInCOrder(string name, int form)
    {
        var isBigEndian = (form & 1) != 0;
        var isFortran = (form & 2) != 0;
        var type = NumpyTypeParser.Parse((isBigEndian ? ">" : "<") + name);
        double[] expected = type.Kind == NumpyKind.Boolean ? [1, 0, 0, 1, 1, 0] : [1, 2, 3, 4, 5, 100];
        int[] order = isFortran ? [0, 3, 1, 4, 2, 5] : [0, 1, 2, 3, 4, 5];
        var bytes = order.SelectMany(i => Encode(type, expected[i])).ToArray();
        var array = NumpyArrayFactory.Create(type, [2, 3], bytes, isFortran);

        Assert.Equal(expected, array.ToDoubles());
        Assert.Equal(Array.ConvertAll(expected, static value => (float)value), array.ToSingles());
        if (type.Kind != NumpyKind.Float)
        {
            Assert.Equal(Array.ConvertAll(expected, static value => (long)value), array.ToIntegers());
        }
    }

    [Fact]
    public void ToIntegers_BeyondSixtyThreeBits_IsRefused()
    {
        var array = NumpyArrayFactory.Create(
            NumpyTypeParser.Parse("<u8"), [1], new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, isFortranOrder: false);

        Assert.Throws<InvalidDataException>(() => array.ToIntegers());
        Assert.Equal([9223372036854775808.0], array.ToDoubles());
    }

    [Fact]
    public void ToDoubles_OfTexts_IsRefused()
    {
        var array = NumpyArrayFactory.Create(NumpyTypeParser.Parse("<U1"), [1], new byte[4], isFortranOrder: false);

        Assert.Throws<InvalidDataException>(() => array.ToDoubles());
        Assert.Throws<InvalidDataException>(() => array.ToIntegers());
        Assert.Equal("", Assert.Single(array.ToTexts()));
    }

    [Fact]
    public void GetOrderedBytes_PlainArray_IsItsOwnMemory()
    {
        byte[] bytes = [1, 2, 3, 4];
        var array = NumpyArrayFactory.Create(NumpyTypeParser.Parse("<i2"), [2], bytes, isFortranOrder: false);

        Assert.True(array.GetOrderedBytes() == bytes.AsSpan());
    }

    [Fact]
    public void GetOrderedBytes_RecordsInFortranOrder_AreReordered()
    {
        var type = new NumpyType(NumpyKind.Record, 3);
        var array = NumpyArrayFactory.Create(
            type, [2, 2], new byte[] { 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4 }, isFortranOrder: true);

        Assert.Equal([1, 1, 1, 3, 3, 3, 2, 2, 2, 4, 4, 4], array.GetOrderedBytes().ToArray());
    }

    private static byte[] Encode(NumpyType type, double value)
    {
        var bytes = new byte[type.ItemSize];
        switch (type.Kind, type.ItemSize)
        {
            case (NumpyKind.Float, 8):
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                break;
            case (NumpyKind.Float, 4):
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                break;
            case (NumpyKind.Float, _):
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                break;
            default:
                bytes[0] = (byte)value;
                break;
        }

        if (type.IsBigEndian)
        {
            bytes.AsSpan().Reverse();
        }

        return bytes;
    }
}
