using System.Buffers;
using Google.Protobuf;
using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class CodecAllocationTests : CodecTestBase
{
    private const int Requests = 1000;
    private const int MaxBytesPerRequest = 800;

    [Fact]
    public void ReadAndWrite_RawFloats_StayWithinTheBudget()
    {
        var message = RequestOf("FP32", [1, 1000], raw: new byte[4000]).ToByteArray();
        var writer = new ArrayBufferWriter<byte>(16 * 1024);
        for (var i = 0; i < 100; i++)
        {
            ReadAndWrite(message, writer);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            ReadAndWrite(message, writer);
        }

        var perRequest = (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perRequest} bytes for each request");
        Assert.InRange(perRequest, 1, MaxBytesPerRequest);
    }

    private void ReadAndWrite(byte[] message, ArrayBufferWriter<byte> writer)
    {
        using var request = Read(message, out var form);
        using var response = new InferResponse(request.Inputs[0].Alias("y"));
        writer.ResetWrittenCount();
        GrpcInferenceCodec.WriteModelInferResponse(writer, request, response, form);
    }
}
