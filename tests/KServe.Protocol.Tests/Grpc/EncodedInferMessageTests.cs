using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.Protocol.Tests.Grpc;

public sealed class EncodedInferMessageTests : CodecTestBase
{
    [Fact]
    public void CopyTo_SpanTooShort_Throws()
    {
        using var request = Request("m");
        using var encoded = GrpcInferenceCodec.EncodeModelInferRequest(request);
        var short1 = new byte[encoded.Length - 1];
        Assert.Throws<ArgumentException>(() => encoded.CopyTo(short1));
    }

    [Fact]
    public void Encode_SeveralAtOnce_KeepTheirOwnHeads()
    {
        using var first = Request("first");
        using var second = Request("second");
        using var encoded1 = GrpcInferenceCodec.EncodeModelInferRequest(first);
        using var encoded2 = GrpcInferenceCodec.EncodeModelInferRequest(second);
        Assert.Equal("first", Name(encoded1));
        Assert.Equal("second", Name(encoded2));
    }

    [Fact]
    public void Dispose_Twice_GivesTheHeadBackOnce()
    {
        using var first = Request("first");
        using var second = Request("second");
        var disposed = GrpcInferenceCodec.EncodeModelInferRequest(first);
        disposed.Dispose();
        using var encoded1 = GrpcInferenceCodec.EncodeModelInferRequest(first);
        disposed.Dispose();
        using var encoded2 = GrpcInferenceCodec.EncodeModelInferRequest(second);
        Assert.Equal("first", Name(encoded1));
        Assert.Equal("second", Name(encoded2));
        Assert.Throws<ObjectDisposedException>(() => ToBytes(disposed));
    }

    [Fact]
    public void Encode_LongHead_RentsAndGivesBack()
    {
        using var request = Request("m");
        for (var i = 0; i < 100; i++)
        {
            request.Parameters[$"parameter {i}"] = $"value {i}";
        }

        using (var encoded = GrpcInferenceCodec.EncodeModelInferRequest(request))
        {
            Assert.Equal(1, Pool.RentedCount);
            Assert.Equal(100, ModelInferRequest.Parser.ParseFrom(ToBytes(encoded)).Parameters.Count);
        }

        Assert.Equal(0, Pool.RentedCount);
        using var next = GrpcInferenceCodec.EncodeModelInferRequest(request);
        Assert.Equal(100, ModelInferRequest.Parser.ParseFrom(ToBytes(next)).Parameters.Count);
    }

    [Theory]
    [InlineData("€", 41)]
    [InlineData("€", 42)]
    [InlineData("€", 43)]
    [InlineData("a", 127)]
    [InlineData("a", 128)]
    [InlineData("😀", 21)]
    [InlineData("😀", 22)]
    public void Encode_TextOfAnyLength_ArrivesAsItWas(string text, int count)
    {
        var name = string.Concat(Enumerable.Repeat(text, count));
        using var request = Request(name);
        using var encoded = GrpcInferenceCodec.EncodeModelInferRequest(request);
        Assert.Equal(name, Name(encoded));
    }

    private static string Name(EncodedInferMessage encoded) =>
        ModelInferRequest.Parser.ParseFrom(ToBytes(encoded)).ModelName;

    private InferRequest Request(string name)
    {
        var request = new InferRequest(name, Pool);
        request.Inputs.Add(InferTensor.Create("x", TensorShape.Create([1, 2]), 1f, 2f));
        return request;
    }
}
