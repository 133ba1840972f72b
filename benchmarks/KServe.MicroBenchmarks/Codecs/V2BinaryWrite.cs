using System.Buffers;
using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Writes a V2 response whose tensor follows the JSON, beside one copy of the tensor.</summary>
public class V2BinaryWrite : WriteBenchmark
{
    private readonly List<InferTensor> _binary = [];

    /// <summary>The floor: the tensor is copied.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Copy()
    {
        var writer = Empty();
        writer.Write(Payload.Raw);
        return writer.WrittenCount;
    }

    /// <summary>This project: JSON, then the tensor.</summary>
    [Benchmark]
    public int Write()
    {
        var writer = Empty();
        _binary.Clear();
        V2Json.WriteResponse(writer, Request, Response, V2JsonForm.Strict, _binary);
        foreach (var tensor in _binary)
        {
            writer.Write(tensor.Data.Span);
        }

        return writer.WrittenCount;
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        base.Prepare();
        Request.Parameters["binary_data_output"] = new InferParameter(true);
    }
}
