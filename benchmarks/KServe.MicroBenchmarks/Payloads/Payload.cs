using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.MicroBenchmarks.Payloads;

/// <summary>One FP32 tensor of shape [1, n] as a request of every protocol.</summary>
/// <remarks>Immutable. Four elements are a flower of the iris data, more are random: 9 digits each as JSON.</remarks>
public sealed class Payload
{
    /// <summary>The model that all requests are for.</summary>
    public const string Model = "model";

    /// <summary>The name of the tensor.</summary>
    public const string Tensor = "x";

    private const int Seed = 20_240_517;
    private static readonly float[] Iris = [5.1f, 3.5f, 1.4f, 0.2f];

    /// <summary>Creates the values and the requests.</summary>
    /// <param name="elements">How many values there are.</param>
    public Payload(int elements)
    {
        Values = elements == Iris.Length ? Iris : CreateRandom(elements);
        Raw = MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();
        var json = string.Join(',', Values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
        var tensor = $"\"name\":\"{Tensor}\",\"shape\":[1,{elements}],\"datatype\":\"FP32\"";
        V1 = Encoding.UTF8.GetBytes($"{{\"instances\":[[{json}]]}}");
        V2 = Encoding.UTF8.GetBytes($"{{\"inputs\":[{{{tensor},\"data\":[{json}]}}]}}");
        var head = Encoding.UTF8.GetBytes(
            $"{{\"parameters\":{{\"binary_data_output\":true}},\"inputs\":[{{{tensor},"
            + $"\"parameters\":{{\"binary_data_size\":{Raw.Length}}}}}]}}");
        BinaryHeadLength = head.Length;
        Binary = [.. head, .. Raw];
        Grpc = CreateMessage(isTyped: false).ToByteArray();
        GrpcTyped = CreateMessage(isTyped: true).ToByteArray();
    }

    /// <summary>Gets the values.</summary>
    public float[] Values { get; }

    /// <summary>Gets the shape.</summary>
    public TensorShape Shape => TensorShape.Create([1, Values.Length]);

    /// <summary>Gets the little-endian bytes of the values.</summary>
    public byte[] Raw { get; }

    /// <summary>Gets the body of a V1 request.</summary>
    public byte[] V1 { get; }

    /// <summary>Gets the body of a V2 request.</summary>
    public byte[] V2 { get; }

    /// <summary>Gets the body of a V2 request whose tensor follows the JSON.</summary>
    public byte[] Binary { get; }

    /// <summary>Gets the length of the JSON in <see cref="Binary"/>.</summary>
    public int BinaryHeadLength { get; }

    /// <summary>Gets the message of a gRPC request with raw contents.</summary>
    public byte[] Grpc { get; }

    /// <summary>Gets the message of a gRPC request with a list of numbers.</summary>
    public byte[] GrpcTyped { get; }

    /// <summary>Creates a tensor that holds the values and needs no dispose.</summary>
    public InferTensor CreateTensor() => InferTensor.Create<float>(Tensor, Shape, Values);

    /// <summary>Creates an empty request, as if one had been read.</summary>
    public InferRequest CreateRequest(TensorPool pool)
    {
        var request = new InferRequest(Model, pool);
        request.Inputs.Add(CreateTensor());
        return request;
    }

    private static float[] CreateRandom(int count)
    {
        var random = new Random(Seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (2 * random.NextSingle()) - 1;
        }

        return values;
    }

    private ModelInferRequest CreateMessage(bool isTyped)
    {
        var input = new ModelInferRequest.Types.InferInputTensor { Name = Tensor, Datatype = "FP32" };
        input.Shape.Add([1, Values.Length]);
        var message = new ModelInferRequest { ModelName = Model };
        message.Inputs.Add(input);
        if (isTyped)
        {
            input.Contents = new InferTensorContents();
            input.Contents.Fp32Contents.AddRange(Values);
        }
        else
        {
            message.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(Raw));
        }

        return message;
    }
}
