using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class GrpcFramingTests
{
    [Theory]
    [InlineData("5H", 5 * 3600L * 10_000_000)]
    [InlineData("7M", 7 * 60L * 10_000_000)]
    [InlineData("00000012S", 120_000_000L)]
    [InlineData("250m", 2_500_000L)]
    [InlineData("15u", 150L)]
    [InlineData("1n", 1L)]
    [InlineData("100n", 1L)]
    [InlineData("101n", 2L)]
    [InlineData("0n", 0L)]
    public void TryParse_ValidTimeout_GivesTicks(string value, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(value, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Fact]
    public void TryParse_HugeTimeout_IsClamped()
    {
        Assert.True(GrpcTimeout.TryParse("99999999H", out var timeout));
        Assert.Equal(GrpcTimeout.Longest, timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("abc")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("1s")]
    [InlineData("1Sx")]
    [InlineData("999999999H")]
    public void TryParse_InvalidTimeout_IsRefused(string value) => Assert.False(GrpcTimeout.TryParse(value, out _));

    [Fact]
    public void Format_AnyTimeout_IsParsedAgainWithoutLoss()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var timeout = TimeSpan.FromTicks(random.NextInt64() >> random.Next(1, 63));
            var text = GrpcTimeout.Format(timeout);
            Assert.True(GrpcTimeout.TryParse(text, out var parsed), text);
            var expected = Math.Min(timeout.Ticks, GrpcTimeout.Longest.Ticks);
            Assert.InRange(parsed.Ticks, expected, expected + (expected / 100_000) + 1);
        }

        Assert.Equal("0n", GrpcTimeout.Format(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void ReadHeader_WrittenHeader_IsTheSame()
    {
        Span<byte> header = stackalloc byte[GrpcFrame.HeaderLength];
        GrpcFrame.WriteHeader(header, isCompressed: true, uint.MaxValue - 1);
        Assert.Equal([1, 0xFF, 0xFF, 0xFF, 0xFE], header.ToArray());
        Assert.Equal(uint.MaxValue - 1, GrpcFrame.ReadHeader(header, out var isCompressed));
        Assert.True(isCompressed);
    }

    [Fact]
    public void ReadHeader_UnknownFlag_IsInternal()
    {
        var error = Assert.Throws<InferenceException>(() => GrpcFrame.ReadHeader([2, 0, 0, 0, 0], out _));
        Assert.Equal(InferenceErrorCode.Internal, error.Code);
    }

    [Theory]
    [InlineData("plain text: 'x' [1,2]", "plain text: 'x' [1,2]")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("é漢\U0001F600", "%C3%A9%E6%BC%A2%F0%9F%98%80")]
    [InlineData("", "")]
    public void Encode_Text_IsPercentEncodedAndDecodedAgain(string text, string encoded)
    {
        Assert.Equal(encoded, GrpcMessageText.Encode(text));
        Assert.Equal(text, GrpcMessageText.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%2", "%2")]
    public void Decode_InvalidCode_IsKept(string value, string expected) =>
        Assert.Equal(expected, GrpcMessageText.Decode(value));

    [Theory]
    [InlineData(InferenceErrorCode.Internal, 13)]
    [InlineData(InferenceErrorCode.InvalidArgument, 3)]
    [InlineData(InferenceErrorCode.NotFound, 5)]
    [InlineData(InferenceErrorCode.Conflict, 9)]
    [InlineData(InferenceErrorCode.TooLarge, 8)]
    [InlineData(InferenceErrorCode.UnsupportedMediaType, 12)]
    [InlineData(InferenceErrorCode.ResourceExhausted, 8)]
    [InlineData(InferenceErrorCode.Cancelled, 1)]
    [InlineData(InferenceErrorCode.Unimplemented, 12)]
    [InlineData(InferenceErrorCode.Unavailable, 14)]
    [InlineData(InferenceErrorCode.DeadlineExceeded, 4)]
    public void FromError_EachCode_HasItsStatus(InferenceErrorCode code, int status)
    {
        Assert.Equal(status, (int)GrpcStatus.FromError(code));
        Assert.Equal(status, (int)GrpcStatus.FromError(GrpcStatus.ToError((GrpcStatusCode)status)));
    }
}
