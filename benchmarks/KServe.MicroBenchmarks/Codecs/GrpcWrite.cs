using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Writes a gRPC response, beside Google's generated code.</summary>
public class GrpcWrite : WriteBenchmark
{
    private static readonly long[] Batch = [1];

    /// <summary>Google's code, raw contents that are not copied into the message.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int ProtobufRaw()
    {
        var output = CreateOutput();
        var message = new ModelInferResponse { ModelName = Payload.Model, ModelVersion = "1" };
        message.Outputs.Add(output);
        message.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(Payload.Raw));
        return WriteMessage(message);
    }

    /// <summary>Google's code, a list of numbers.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int ProtobufTyped()
    {
        var output = CreateOutput();
        output.Contents = new InferTensorContents();
        output.Contents.Fp32Contents.AddRange(Payload.Values);
        var message = new ModelInferResponse { ModelName = Payload.Model, ModelVersion = "1" };
        message.Outputs.Add(output);
        return WriteMessage(message);
    }

    /// <summary>This project, raw contents.</summary>
    [Benchmark]
    public int Raw() => Write(TensorContentsForm.Raw);

    /// <summary>This project, a list of numbers.</summary>
    [Benchmark]
    public int Typed() => Write(TensorContentsForm.Typed);

    private int Write(TensorContentsForm form)
    {
        var writer = Empty();
        using var message = GrpcInferenceCodec.EncodeModelInferResponse(Request, Response, form);
        message.WriteTo(writer);
        return writer.WrittenCount;
    }

    private ModelInferResponse.Types.InferOutputTensor CreateOutput()
    {
        var output = new ModelInferResponse.Types.InferOutputTensor { Name = Payload.Tensor, Datatype = "FP32" };
        output.Shape.AddRange(Batch);
        output.Shape.Add(Elements);
        return output;
    }

    private int WriteMessage(ModelInferResponse message)
    {
        var writer = Empty();
        message.WriteTo(writer);
        return writer.WrittenCount;
    }
}
