using KServe.LoadTest.Client;

namespace KServe.LoadTest.Tests.Client;

public sealed class Http2ReceiverTests
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 200).Select(static i => (byte)i)];

    private static readonly byte[] Frames =
    [
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Settings, 0, 0, new byte[12]),
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Headers, Http2FrameHeader.EndHeaders, 1, [0x88]),
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Data, 0, 1, Body),
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Data, 0, 1, []),
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Data, Http2FrameHeader.Padded, 1, [1, 42, 0]),
        .. Http2FrameHeader.CreateFrame(Http2FrameType.Headers, 5, 1, [0x20, 0x88]),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    public void Take_AnyPieces_GivesTheSameFrames(int size)
    {
        var receiver = new Http2Receiver();
        List<Http2FrameType> ends = [];
        List<byte> data = [];
        var rest = Frames.AsSpan();
        while (!rest.IsEmpty)
        {
            var piece = rest[..Math.Min(size, rest.Length)];
            piece.CopyTo(receiver.Room);
            receiver.Take(piece.Length, (in Http2FrameHeader header, ReadOnlySpan<byte> payload, bool isEnd) =>
            {
                data.AddRange(header.Type == Http2FrameType.Data ? payload : default);
                if (isEnd)
                {
                    ends.Add(header.Type);
                }
            });
            rest = rest[piece.Length..];
        }

        Assert.Equal(
            [
                Http2FrameType.Settings, Http2FrameType.Headers, Http2FrameType.Data, Http2FrameType.Data,
                Http2FrameType.Data, Http2FrameType.Headers,
            ],
            ends);
        Assert.Equal([.. Body, 42], data);
    }

    [Fact]
    public void Take_FrameLargerThanTheBuffer_Throws()
    {
        var receiver = new Http2Receiver();
        new Http2FrameHeader(16_000_000, Http2FrameType.Headers, 0, 1).Write(receiver.Room);

        Assert.Throws<LoadException>(() => receiver.Take(Http2FrameHeader.Size, static (in _, _, _) => { }));
    }
}
