using KServe.LoadTest.Client;

namespace KServe.LoadTest.Tests.Client;

public sealed class HpackStatusReaderTests
{
    private const byte StatusOk = 0x88;

    [Fact]
    public void Read_IndexedStatus_IsOk()
    {
        var reader = new HpackStatusReader([StatusOk]);

        Assert.True(reader.IsHttpOk);
        Assert.False(reader.IsGrpcOk);
    }

    [Fact]
    public void Read_OtherStatus_IsNotOk() => Assert.False(new HpackStatusReader([0x8D]).IsHttpOk);

    [Fact]
    public void Read_TableSizeUpdateBeforeStatus_IsOk() =>
        Assert.True(new HpackStatusReader([0x20, StatusOk]).IsHttpOk);

    [Theory]
    [InlineData("08 03 32 30 30")] // plain
    [InlineData("48 82 10 01")] // with indexing, Huffman
    public void Read_LiteralStatus_IsOk(string block) => Assert.True(new HpackStatusReader(Bytes(block)).IsHttpOk);

    [Theory]
    [InlineData("00 0b 67 72 70 63 2d 73 74 61 74 75 73 01 30")] // plain, as Kestrel writes it
    [InlineData("40 88 9a ca c8 b2 12 34 da 8f 01 30")] // the name in Huffman's code, as nghttp2 writes it
    [InlineData("10 88 9a ca c8 b2 12 34 da 8f 81 07")] // the value, too
    public void Read_GrpcStatusZero_IsOk(string block) => Assert.True(new HpackStatusReader(Bytes(block)).IsGrpcOk);

    [Theory]
    [InlineData("00 0b 67 72 70 63 2d 73 74 61 74 75 73 01 33")] // 3
    [InlineData("00 0b 67 72 70 63 2d 73 74 61 74 75 73 02 30 30")] // 00
    [InlineData("00 0c 67 72 70 63 2d 6d 65 73 73 61 67 65 01 30")] // grpc-message
    [InlineData("")]
    public void Read_AnythingElse_IsNotOk(string block) => Assert.False(new HpackStatusReader(Bytes(block)).IsGrpcOk);

    [Theory]
    [InlineData("be")] // index 62 lies in the dynamic table
    [InlineData("00 0b 67 72")] // a text that ends early
    [InlineData("00")]
    [InlineData("ff ff ff ff ff 7f")] // an integer without an end in sight
    public void Read_DynamicOrBroken_Throws(string block) =>
        Assert.Throws<LoadException>(() => new HpackStatusReader(Bytes(block)).IsHttpOk);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
