using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Feeds damaged bodies to the decoders: they take them or refuse them, and never lose memory.</summary>
public sealed class MutationTests
{
    private const int Rounds = 15_000;

    private static readonly string[] V2Bodies =
    [
        Codec.Join(
            """
            {"id":"1","parameters":{"a":1,"b":"\u00e9"},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32",
            "data":[[1.5,2],[3e1,null]]},{"name":"y","shape":[2],"datatype":"BYTES","data":["\ud83d\ude00",
            "b"]}],"outputs":[{"name":"o","parameters":{"binary_data":true}}]}
            """),
        Codec.Join(
            """
            {"inputs":[{"name":"x","shape":[1,2],"datatype":"INT16","parameters":{"binary_data_size":4}},
            {"name":"s","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":5}},{"data":[true],
            "name":"z","datatype":"BOOL","shape":[1]}],"u":{"k":[{}]}}
            """),
    ];

    private static readonly string[] V1Bodies =
    [
        """{"instances":[[1,2.5,-3],[4,5,18446744073709551615]],"signature_name":"s"}""",
        """{"instances":[{"a":1,"b":[true]},{"a":2,"b":[false]}],"parameters":{"x":{}}}""",
        """{"inputs":{"a":[["x",{"b64":"AAA="}],["y","\u0041"]],"b":[[[]]]}}""",
    ];

    private static readonly ModelSignature[] Signatures =
    [
        ModelSignature.Empty,
        new() { Inputs = [new TensorMetadata("a", TensorDataType.FP32, [-1, -1])] },
        new() { Inputs = [new TensorMetadata("a", TensorDataType.BYTES, [-1]) { ContentType = "application/json" }] },
        new()
        {
            Inputs =
            [
                new TensorMetadata("a", TensorDataType.INT8, [-1]), new TensorMetadata("b", TensorDataType.BOOL, [-1]),
            ],
        },
    ];

    private static ReadOnlySpan<byte> Tail => [1, 2, 3, 4, 1, 0, 0, 0, 65];

    [Fact]
    public void ReadRequest_MutatedV2_IsTakenOrRefused()
    {
        var random = new Random(7);
        var pool = new TensorPool();
        var taken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(random, Encoding.UTF8.GetBytes(V2Bodies[round % V2Bodies.Length]));
            byte[] body = [.. text, .. Tail];
            int? length = round % V2Bodies.Length == 0 ? null : text.Length + (random.Next(9) == 0 ? 1 : 0);
            taken += Try(() => V2Json.ReadRequest(
                length is null ? text : body, length, "m", pool, ProtocolLimits.Default));
            Assert.Equal(0, pool.RentedCount);
            Assert.Equal(0, pool.RentedBytes);
        }

        Assert.InRange(taken, 1, Rounds - 1);
    }

    [Fact]
    public void ReadRequest_MutatedV1_IsTakenOrRefused()
    {
        var random = new Random(8);
        var pool = new TensorPool();
        var taken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutate(random, Encoding.UTF8.GetBytes(V1Bodies[round % V1Bodies.Length]));
            var signature = Signatures[random.Next(Signatures.Length)];
            taken += Try(() => V1Json.ReadRequest(body, "m", signature, pool, ProtocolLimits.Default));
            Assert.Equal(0, pool.RentedCount);
            Assert.Equal(0, pool.RentedBytes);
        }

        Assert.InRange(taken, 1, Rounds - 1);
    }

    // Anything but an InferenceException leaves the test.
    private static int Try(Func<InferRequest> read)
    {
        try
        {
            read().Dispose();
            return 1;
        }
        catch (InferenceException exception)
        {
            Assert.Equal(InferenceErrorCode.InvalidArgument, exception.Code);
            return 0;
        }
    }

    private static byte[] Mutate(Random random, byte[] body)
    {
        ReadOnlySpan<byte> alphabet = "{}[]:,\"\\0123456789.eE+-tfnu \u00FF"u8;
        var bytes = new List<byte>(body);
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = alphabet[random.Next(alphabet.Length)];
                    break;
                case 2:
                    bytes.Insert(at, alphabet[random.Next(alphabet.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(8, bytes.Count - at) + 1));
                    break;
                default:
                    var from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, random.Next(0, Math.Min(24, bytes.Count - from) + 1)));
                    break;
            }
        }

        return [.. bytes];
    }
}
