using Google.Protobuf;
using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class CodecFuzzTests : CodecTestBase
{
    private const int Rounds = 40_000;

    [Fact]
    public void ReadModelInferRequest_MutatedMessages_GiveRequestsOrInferenceExceptions()
    {
        var random = new Random(20);
        var messages = new RandomMessages(20);
        var accepted = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var message = Mutate(messages.NextRequest(raw: random.Next(2) == 0).ToByteArray(), random);
            try
            {
                using var request = Read(message, out var form);
                using var encoded = GrpcInferenceCodec.EncodeModelInferRequest(request, form);
                accepted++;
            }
            catch (InferenceException error)
            {
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            }
        }

        // Both ways must be taken often, or the mutations are not worth their name.
        Assert.InRange(accepted, Rounds / 20, Rounds * 19 / 20);
        Assert.Equal(0, Pool.RentedCount);
        Assert.Equal(0, Pool.RentedBytes);
    }

    [Fact]
    public void ReadModelStreamInferResponse_MutatedMessages_GiveResponsesOrInferenceExceptions()
    {
        var random = new Random(21);
        var messages = new RandomMessages(21);
        for (var i = 0; i < Rounds / 2; i++)
        {
            var stream = new Generated.ModelStreamInferResponse
            {
                ErrorMessage = "e",
                InferResponse = messages.NextResponse(raw: random.Next(2) == 0),
            };
            try
            {
                GrpcInferenceCodec.ReadModelStreamInferResponse(
                    Mutate(stream.ToByteArray(), random), Pool, ProtocolLimits.Default, Names, out _).Dispose();
            }
            catch (InferenceException error)
            {
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            }
        }

        Assert.Equal(0, Pool.RentedCount);
    }

    [Fact]
    public void GrpcMessages_RandomBytes_GiveAnswersOrInferenceExceptions()
    {
        var random = new Random(22);
        for (var i = 0; i < Rounds; i++)
        {
            var message = new byte[random.Next(24)];
            for (var j = 0; j < message.Length; j++)
            {
                message[j] = (byte)(random.Next(2) == 0 ? random.Next(40) : random.Next(256));
            }

            try
            {
                GrpcMessages.ReadEmpty(message);
                GrpcMessages.ReadModelReference(message, ProtocolLimits.Default, Names);
                GrpcMessages.ReadRepositoryIndexRequest(message);
                GrpcMessages.ReadRepositoryModelRequest(message, ProtocolLimits.Default, Names);
                GrpcClientMessages.ReadFlag(message);
                GrpcClientMessages.ReadModelMetadata(message, ProtocolLimits.Default, Names, out _);
            }
            catch (InferenceException error)
            {
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            }
        }
    }

    private static byte[] Mutate(byte[] message, Random random)
    {
        List<byte> bytes = [.. message];
        var changes = random.Next(1, 4);
        for (var i = 0; i < changes && bytes.Count > 0; i++)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 4:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 16), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
