using KServe.LoadTest.Client;

namespace KServe.LoadTest.Tests.Client;

public sealed class Http2FrameHeaderTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        var header = new Http2FrameHeader(16_777_215, Http2FrameType.WindowUpdate, 0xFF, int.MaxValue);
        var bytes = new byte[Http2FrameHeader.Size];

        header.Write(bytes);

        Assert.Equal(header, Http2FrameHeader.Read(bytes));
    }

    [Fact]
    public void Write_KnownFrame_HasTheBytesOfTheSpecification()
    {
        var frame = Http2FrameHeader.CreateFrame(Http2FrameType.Headers, Http2FrameHeader.EndHeaders, 3, "ab"u8);

        Assert.Equal([0, 0, 2, 1, 4, 0, 0, 0, 3, (byte)'a', (byte)'b'], frame);
    }

    [Fact]
    public void Read_ReservedBit_IsIgnored() =>
        Assert.Equal(1, Http2FrameHeader.Read([0, 0, 0, 0, 0, 0x80, 0, 0, 1]).Stream);

    [Fact]
    public void Unpad_PaddingAndPriority_LeavesTheBlock()
    {
        byte[] payload = [2, 0, 0, 0, 0, 9, 0x88, 0, 0];
        var header = new Http2FrameHeader(
            payload.Length, Http2FrameType.Headers, Http2FrameHeader.Padded | Http2FrameHeader.Priority, 1);

        Assert.Equal([0x88], header.Unpad(payload).ToArray());
    }
}
