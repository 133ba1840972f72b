using System.Buffers;
using Google.Protobuf;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.Protocol.Tests.Grpc;

/// <summary>Holds what tests of the codec share.</summary>
public abstract class CodecTestBase
{
    private protected TensorPool Pool { get; } = new();

    private protected NameCache Names { get; } = new();

    private protected InferRequest Read(byte[] message, out TensorContentsForm form, ProtocolLimits? limits = null) =>
        GrpcInferenceCodec.ReadModelInferRequest(message, Pool, limits ?? ProtocolLimits.Default, Names, out form);

    private protected InferRequest Read(IMessage message, ProtocolLimits? limits = null) =>
        Read(message.ToByteArray(), out _, limits);

    private protected string ReadError(IMessage message, ProtocolLimits? limits = null) =>
        ReadError(message.ToByteArray(), limits);

    private protected string ReadError(byte[] message, ProtocolLimits? limits = null)
    {
        var error = Assert.Throws<InferenceException>(() => Read(message, out _, limits).Dispose());
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(0, Pool.RentedCount);
        return error.Message;
    }

    private protected static byte[] ToBytes(EncodedInferMessage encoded)
    {
        var writer = new ArrayBufferWriter<byte>();
        encoded.WriteTo(writer);
        Assert.Equal(encoded.Length, writer.WrittenCount);
        var copy = new byte[encoded.Length];
        encoded.CopyTo(copy);
        Assert.Equal(writer.WrittenSpan, copy);
        return copy;
    }

    private protected static ModelInferRequest RequestOf(
        string dataType,
        long[] shape,
        InferTensorContents? contents = null,
        byte[]? raw = null)
    {
        var input = new ModelInferRequest.Types.InferInputTensor
        {
            Name = "x",
            Datatype = dataType,
            Contents = contents,
        };
        input.Shape.Add(shape);
        var request = new ModelInferRequest { ModelName = "m", Inputs = { input } };
        if (raw is not null)
        {
            request.RawInputContents.Add(ByteString.CopyFrom(raw));
        }

        return request;
    }
}
