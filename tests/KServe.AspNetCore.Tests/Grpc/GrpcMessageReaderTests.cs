using System.Buffers;
using System.IO.Pipelines;
using KServe.AspNetCore.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class GrpcMessageReaderTests
{
    private const int MaxLength = 1 << 16;

    private readonly TensorPool _pool = new();
    private readonly GrpcMessageReader _reader;

    public GrpcMessageReaderTests() => _reader = new GrpcMessageReader(
        _pool,
        Options.Create(new KServeHttpOptions { MaxRequestBodySize = MaxLength }),
        Options.Create(new KServeGrpcOptions()));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4000, 1)]
    [InlineData(4000, 7)]
    [InlineData(MaxLength, MaxLength + 5)]
    public void TryTakeSingle_WholeRequest_TakesIt(int length, int segment)
    {
        var message = Bytes(length);
        var (context, pipe) = Request(GrpcTestClient.Frame(message), segment, isComplete: true);
        Assert.True(_reader.TryTakeSingle(context, out var taken));
        using (taken)
        {
            Assert.Equal(message, taken.Memory.ToArray());
        }

        Assert.Equal(0, _pool.RentedCount);
        Assert.True(pipe.Reader.TryRead(out var rest));
        Assert.True(rest is { IsCompleted: true, Buffer.IsEmpty: true });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TryTakeSingle_EndNotThere_LeavesTheRequestToBeRead(bool hasWholeMessage)
    {
        var message = Bytes(1000);
        var frame = GrpcTestClient.Frame(message);
        var first = hasWholeMessage ? frame.Length : 3;
        var (context, pipe) = Request(frame[..first], segment: 2, isComplete: false);
        Assert.False(_reader.TryTakeSingle(context, out _));
        var reading = _reader.ReadSingleAsync(context, TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        await pipe.Writer.WriteAsync(frame.AsMemory(first), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        using var read = await reading;
        Assert.Equal(message, read.Memory.ToArray());
    }

    [Fact]
    public async Task TryTakeSingle_NothingThere_LeavesTheRequestToBeRead()
    {
        var (context, pipe) = Request([], segment: 1, isComplete: false);
        Assert.False(_reader.TryTakeSingle(context, out _));
        await pipe.Writer.WriteAsync(GrpcTestClient.Frame([1, 2]), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        using var read = await _reader.ReadSingleAsync(context, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], read.Memory.ToArray());
    }

    [Theory]
    [InlineData("", InferenceErrorCode.Internal)]
    [InlineData("0000", InferenceErrorCode.Internal)]
    [InlineData("0000000002AB", InferenceErrorCode.Internal)]
    [InlineData("0000000001ABCD", InferenceErrorCode.Internal)]
    [InlineData("0000000001AB0000000001AB", InferenceErrorCode.Internal)]
    [InlineData("0100000001AB", InferenceErrorCode.Internal)]
    [InlineData("0200000001AB", InferenceErrorCode.Internal)]
    [InlineData("00FFFFFFFFAB", InferenceErrorCode.TooLarge)]
    public async Task TryTakeSingle_AgainstTheRules_LeavesTheErrorToTheRead(string hex, InferenceErrorCode code)
    {
        var (context, _) = Request(Convert.FromHexString(hex), segment: 3, isComplete: true);
        Assert.False(_reader.TryTakeSingle(context, out _));
        var error = await Assert.ThrowsAsync<InferenceException>(async () =>
            await _reader.ReadSingleAsync(context, TestContext.Current.CancellationToken));
        Assert.Equal(code, error.Code);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task TryTakeSingle_OneByteTooLarge_LeavesTheErrorToTheRead()
    {
        var (context, _) = Request(GrpcTestClient.Frame(new byte[MaxLength + 1]), segment: 9999, isComplete: true);
        Assert.False(_reader.TryTakeSingle(context, out _));
        var error = await Assert.ThrowsAsync<InferenceException>(async () =>
            await _reader.ReadSingleAsync(context, TestContext.Current.CancellationToken));
        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static (HttpContext Context, Pipe Pipe) Request(byte[] body, int segment, bool isComplete)
    {
        var pipe = new Pipe(new PipeOptions(
            new SegmentPool(segment),
            pauseWriterThreshold: 0,
            minimumSegmentSize: 1,
            useSynchronizationContext: false));
        foreach (var part in body.Chunk(segment))
        {
            part.CopyTo(pipe.Writer.GetSpan(part.Length));
            pipe.Writer.Advance(part.Length);
        }

        _ = pipe.Writer.FlushAsync().AsTask();
        if (isComplete)
        {
            pipe.Writer.Complete();
        }

        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(pipe.Reader));
        return (context, pipe);
    }

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    /// <summary>Gives memory in pieces of one size, so that a test says into how many a request falls.</summary>
    private sealed class SegmentPool(int size) : MemoryPool<byte>
    {
        public override int MaxBufferSize => size;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Segment(new byte[size]);

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Segment(byte[] array) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => array;

            public void Dispose()
            {
            }
        }
    }
}
