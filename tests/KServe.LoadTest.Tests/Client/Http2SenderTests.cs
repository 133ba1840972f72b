using KServe.LoadTest.Client;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Tests.Client;

public sealed class Http2SenderTests
{
    private static readonly Uri Target = new("http://127.0.0.1:80");

    [Fact]
    public void Submit_SmallBody_SendsHeadersAndDataOfTheStream()
    {
        var sender = Create(bodyLength: 100);

        Begin(sender, 7);

        var frames = Read(sender);
        Assert.Equal([Http2FrameType.Headers, Http2FrameType.Data], frames.Select(static frame => frame.Type));
        Assert.All(frames, static frame => Assert.Equal(7, frame.Stream));
        Assert.Equal(Http2FrameHeader.EndStream, frames[1].Flags);
        Assert.Equal(100, frames[1].Length);
    }

    [Fact]
    public void Submit_BodyBeyondTheWindow_WaitsForBothWindows()
    {
        var sender = Create(bodyLength: 80_000);
        var stream = Begin(sender, 1);

        Assert.Equal(3 * Http2Request.MaxPayload, SumData(sender));

        sender.Widen(100_000);
        Assert.Equal(0, SumData(sender));

        sender.Widen(stream, 100_000);
        Assert.Equal(80_000 - (3 * Http2Request.MaxPayload), SumData(sender));
    }

    [Fact]
    public void SetStreamWindow_WhileAStreamRuns_ChangesItsWindow()
    {
        var sender = Create(bodyLength: 80_000);
        sender.Widen(100_000);
        var stream = Begin(sender, 1);
        _ = SumData(sender);

        sender.SetStreamWindow(200_000, [stream]);

        Assert.Equal(80_000 - (3 * Http2Request.MaxPayload), SumData(sender));
        Assert.Equal(120_000, stream.SendWindow);
        Assert.Equal(200_000, sender.StreamWindow);
    }

    [Fact]
    public void Submit_SecondBehindOneThatWaits_KeepsTheOrder()
    {
        var sender = Create(bodyLength: 60_000);
        Begin(sender, 1);
        var second = Begin(sender, 3);
        _ = SumData(sender);
        Assert.Equal(1, second.NextFrame);

        sender.Widen(1_000_000);

        var frames = Read(sender);
        Assert.All(frames, static frame => Assert.Equal(3, frame.Stream));
        Assert.Equal(60_000, frames.Sum(static frame => frame.Length));
    }

    [Fact]
    public void FindInitialWindow_SettingsWithAndWithoutIt_FindsIt()
    {
        Assert.Equal(0x12345, Http2Settings.FindInitialWindow([0, 3, 0, 0, 0, 100, 0, 4, 0, 1, 0x23, 0x45]));
        Assert.Null(Http2Settings.FindInitialWindow([0, 3, 0, 0, 0, 100]));
    }

    private static Http2Sender Create(int bodyLength) => new(new Http2Request(Target, new LoadRequest
    {
        Protocol = WireProtocol.Grpc,
        Path = "/a",
        ContentType = "application/grpc",
        Body = new byte[bodyLength],
        FindError = static _ => null,
    }));

    private static Http2Stream Begin(Http2Sender sender, int id)
    {
        var stream = new Http2Stream();
        stream.Begin(id, 0, sender.StreamWindow);
        sender.Submit(stream);
        return stream;
    }

    private static int SumData(Http2Sender sender) =>
        Read(sender).Where(static frame => frame.Type == Http2FrameType.Data).Sum(static frame => frame.Length);

    private static List<Http2FrameHeader> Read(Http2Sender sender)
    {
        List<Http2FrameHeader> frames = [];
        while (!sender.Output.IsEmpty)
        {
            var header = Http2FrameHeader.Read(sender.Output);
            frames.Add(header);
            sender.Consume(Http2FrameHeader.Size + header.Length);
        }

        return frames;
    }
}
