using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>What a client writes a server reads, and the other way round.</summary>
public sealed class V2JsonClientTests
{
    private const int Seed = 20260103;

    private static readonly TensorDataType[] Types = [.. Enum.GetValues<TensorDataType>().Skip(1)];

    [Theory]
    [InlineData(V2BinaryUse.Never)]
    [InlineData(V2BinaryUse.WhenNeeded)]
    [InlineData(V2BinaryUse.Always)]
    public void WriteRequest_RandomRequests_AreReadBack(V2BinaryUse use)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            using var request = new InferRequest("m") { Id = round % 2 == 0 ? "a\"b" : null };
            for (var i = 0; i < random.Next(0, 4); i++)
            {
                var type = Types[random.Next(Types.Length)];
                type = use == V2BinaryUse.Never && type.IsBinaryOnly() ? TensorDataType.FP64 : type;
                request.Inputs.Add(RandomTensor(random, $"t{i}", type));
            }

            Decorate(request, round);
            List<InferTensor> binary = [];
            var json = Codec.Write(writer => V2Json.WriteRequest(writer, request, use, binary));
            byte[] tail = [.. binary.SelectMany(static tensor => tensor.Data.ToArray())];
            using var back = binary.Count == 0 ? Codec.ReadV2(json) : Codec.ReadV2(json, tail);

            Assert.Equal(request.Id, back.Id);
            Assert.Equal(request.Inputs.Select(Describe), back.Inputs.Select(Describe));
            Assert.Equal(
                request.Outputs.Select(static output => output.Name), back.Outputs.Select(static output => output.Name));
            Assert.Equal(use == V2BinaryUse.Always ? request.Inputs.Count : binary.Count, binary.Count);
            var asks = use == V2BinaryUse.Always || binary.Count != 0;
            Assert.Equal(asks || round % 3 == 0, back.Parameters.TryGet("binary_data_output", out var flag));
            Assert.True(!asks || (flag.TryGetBool(out var wanted) && wanted == (round % 3 != 0)));
        }
    }

    [Fact]
    public void WriteRequest_BinaryOnlyTypeAsJson_IsRefused()
    {
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create("h", [1], Half.One));

        var error = Assert.Throws<InferenceException>(
            () => Codec.Write(writer => V2Json.WriteRequest(writer, request, V2BinaryUse.Never, [])));

        Assert.Contains("input h", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(V2JsonForm.Strict, false)]
    [InlineData(V2JsonForm.Strict, true)]
    [InlineData(V2JsonForm.KServe, false)]
    [InlineData(V2JsonForm.KServe, true)]
    public void ReadResponse_RandomResponses_AreReadBack(V2JsonForm form, bool isBinary)
    {
        var random = new Random(Seed);
        var pool = new TensorPool();
        using var request = Codec.ReadV2(
            "{\"inputs\":[],\"id\":\"7\",\"parameters\":{\"binary_data_output\":" + (isBinary ? "true" : "false") + "}}");
        for (var round = 0; round < 200; round++)
        {
            using var response = new InferResponse { ModelName = "m", ModelVersion = "3" };
            for (var i = 0; i < random.Next(0, 4); i++)
            {
                var type = Types[random.Next(Types.Length)];
                type = !isBinary && type.IsBinaryOnly() ? TensorDataType.FP32 : type;
                response.Outputs.Add(RandomTensor(random, $"t{i}", type));
            }

            response.Parameters["p"] = 1.5;
            List<InferTensor> binary = [];
            var json = Encoding.UTF8.GetBytes(Codec.WriteV2(request, response, form, binary));
            byte[] body = [.. json, .. binary.SelectMany(static tensor => tensor.Data.ToArray())];
            using var back = V2Json.ReadResponse(
                body, binary.Count == 0 ? null : json.Length, pool, ProtocolLimits.Default);

            Assert.Equal(("m", "3", "7"), (back.ModelName, back.ModelVersion, back.Id));
            Assert.Equal(new InferParameter(1.5), back.Parameters["p"]);
            Assert.Equal(response.Outputs.Select(Describe), back.Outputs.Select(Describe));
        }

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void ReadResponse_NullsAndForeignParameters_ArePassedOver()
    {
        const string Json = """
            {"model_name":null,"model_version":null,"id":null,"parameters":{"a":{"b":[1]},"c":null,"d":[],"e":1},
            "outputs":[{"name":"y","shape":[],"datatype":"BOOL","parameters":null,"data":[true],"more":{}}],"x":1}
            """;

        using var response = V2Json.ReadResponse(
            Encoding.UTF8.GetBytes(Json), null, new TensorPool(), ProtocolLimits.Default);

        Assert.Equal(("", "", null), (response.ModelName, response.ModelVersion, response.Id));
        Assert.Equal(["e"], response.Parameters.Select(static parameter => parameter.Key));
        Assert.True(response.Outputs[0].AsSpan<bool>()[0]);
    }

    [Fact]
    public void ReadResponse_MutatedBytes_AreRefusedOrReadWithoutLeaks()
    {
        var random = new Random(Seed);
        var pool = new TensorPool();
        var json = Encoding.UTF8.GetBytes(
            """{"model_name":"m","outputs":[{"name":"a","shape":[2,2],"datatype":"FP32","data":[[1,2],[3,4.5]]},"""
            + """{"name":"b","shape":[1],"datatype":"BYTES","data":["\u00e4x"]},"""
            + """{"name":"c","shape":[2],"datatype":"INT16","parameters":{"binary_data_size":4}}],"parameters":{"p":[1]}}""");
        byte[] body = [.. json, 1, 2, 3, 4];
        for (var round = 0; round < 4000; round++)
        {
            var copy = body.ToArray();
            for (var i = 0; i <= round % 3; i++)
            {
                copy[random.Next(copy.Length)] = round % 2 == 0
                    ? (byte)random.Next(256)
                    : "{}[]\",:0e-\\un"u8[random.Next(13)];
            }

            var length = round % 5 == 0 ? random.Next(0, copy.Length + 1) : copy.Length;
            try
            {
                using var response = V2Json.ReadResponse(
                    copy.AsMemory(0, length), Math.Min(json.Length, length), pool, ProtocolLimits.Default);
            }
            catch (InferenceException error)
            {
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            }

            Assert.Equal(0, pool.RentedCount);
        }
    }

    private static void Decorate(InferRequest request, int round)
    {
        if (round % 3 == 0)
        {
            request.Parameters["binary_data_output"] = false;
            request.Parameters["n"] = round;
        }

        if (round % 4 == 0)
        {
            request.Outputs.Add(new RequestedOutput("y\n"));
        }
    }

    private static InferTensor RandomTensor(Random random, string name, TensorDataType type)
    {
        TensorShape shape = [random.Next(0, 3), random.Next(1, 4)];
        var count = (int)shape.GetElementCount();
        if (type == TensorDataType.BYTES)
        {
            var texts = Enumerable.Range(0, count).Select(static i => Encoding.UTF8.GetBytes($"t\u00fc{i}\""));
            return Codec.Bytes(name, shape, [.. texts]);
        }

        var data = new byte[count * type.GetElementSize()];
        random.NextBytes(data);
        for (var i = 0; i < data.Length; i++)
        {
            data[i] &= type == TensorDataType.BOOL ? (byte)1 : (byte)0xBF;
        }

        return InferTensor.FromMemory(name, type, shape, data);
    }

    private static string Describe(InferTensor tensor) => $"{tensor} {Convert.ToHexString(tensor.Data.Span)}";
}
