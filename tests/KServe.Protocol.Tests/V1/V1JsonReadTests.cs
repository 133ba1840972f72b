using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V1JsonReadTests
{
    private static readonly ModelSignature OneFloat = Signature(new TensorMetadata("x", TensorDataType.FP32, [-1, 2]));

    private static readonly ModelSignature Two = Signature(
        new TensorMetadata("a", TensorDataType.INT32, [-1]), new TensorMetadata("b", TensorDataType.BYTES, [-1, 2]));

    private static readonly ModelSignature Json = Signature(
        new TensorMetadata("doc", TensorDataType.BYTES, [-1]) { ContentType = "application/json" });

    [Theory]
    [InlineData("""{"instances":[[1,2.5],[null,4]]}""")]
    [InlineData("""{"inputs":[[1,2.5],[null,4]]}""")]
    [InlineData("""{"instances":[{"x":[1,2.5]},{"x":[null,4]}]}""")]
    [InlineData("""{"inputs":{"x":[[1,2.5],[null,4]]}}""")]
    [InlineData("""{"signature_name":"s","parameters":{"k":1},"instances":[[1,2.5],[null,4]],"z":0}""")]
    public void ReadRequest_OneDeclaredInput_TakesItsNameAndType(string body)
    {
        using var request = Codec.ReadV1(body, OneFloat);

        var tensor = Assert.Single(request.Inputs);
        Assert.Equal("x", tensor.Name);
        Assert.Equal([2, 2], tensor.Shape);
        Assert.Equal([1, 2.5f, float.NaN, 4], tensor.AsSpan<float>());
    }

    [Theory]
    [InlineData("""[null,"a",null,null,"b"]""", new[] { 0, 2, 3 })]
    [InlineData("""["a",null,"c"]""", new[] { 1 })]
    [InlineData("""["a","b"]""", new int[0])]
    public void ReadRequest_NullAmongTexts_IsMissing(string instances, int[] missing)
    {
        using var request = Codec.ReadV1($$"""{"instances":{{instances}}}""");
        Assert.Equal(TensorDataType.BYTES, request.Inputs[0].DataType);
        Assert.Equal(missing, request.Inputs[0].MissingElements.ToArray());
        Assert.All(missing, index => Assert.Null(request.Inputs[0].ToNullableStrings()[index]));
        using var response = new InferResponse(request.Inputs[0].Alias("y"));
        using var writer = new PooledBufferWriter();
        V1Json.WritePredictions(writer, response);
        Assert.Equal($$"""{"predictions":{{instances}}}""", System.Text.Encoding.UTF8.GetString(writer.WrittenSpan));
    }

    [Theory]
    [InlineData("[null,null]", 2)]
    [InlineData("[null,1,2.5]", 3)]
    public void ReadRequest_NullAmongNumbers_IsNaN(string instances, int count)
    {
        using var request = Codec.ReadV1($$"""{"instances":{{instances}}}""");
        var numbers = request.Inputs[0].AsSpan<double>();
        Assert.Equal(count, numbers.Length);
        Assert.True(double.IsNaN(numbers[0]));
    }

    [Fact]
    public void ReadRequest_SeveralDeclaredInputs_StacksColumns()
    {
        using var request = Codec.ReadV1(
            """{"instances":[{"a":1,"b":["p","q"]},{"b":["r",{"b64":"AP8="}],"a":2},{"a":3,"b":["",""]}]}""", Two);

        Assert.Equal([1, 2, 3], request.GetInput("a").AsSpan<int>());
        Assert.Equal([3], request.GetInput("a").Shape);
        Assert.Equal([3, 2], request.GetInput("b").Shape);
        var last = new List<byte[]>();
        foreach (var element in request.GetInput("b").EnumerateBytes())
        {
            last.Add(element.ToArray());
        }

        Assert.Equal("r"u8.ToArray(), last[2]);
        Assert.Equal([0, 255], last[3]);
    }

    [Theory]
    [InlineData("[[1,2],[3,4]]", TensorDataType.INT64)]
    [InlineData("[[1,2],[3,4.0]]", TensorDataType.FP64)]
    [InlineData("[[1,2],[3,18446744073709551615]]", TensorDataType.UINT64)]
    [InlineData("[[-1,2],[3,18446744073709551615]]", TensorDataType.FP64)]
    [InlineData("[[1,18446744073709551615],[3,-1]]", TensorDataType.FP64)]
    [InlineData("[[1,2],[3,1e2]]", TensorDataType.FP64)]
    [InlineData("[[1,2],[3,null]]", TensorDataType.FP64)]
    [InlineData("[[1,2],[3,99999999999999999999]]", TensorDataType.FP64)]
    [InlineData("[[true,false],[true,true]]", TensorDataType.BOOL)]
    [InlineData("[[\"a\",\"b\"],[\"c\",{\"b64\":\"AA==\"}]]", TensorDataType.BYTES)]
    public void ReadRequest_NoSignature_InfersTheType(string instances, TensorDataType expected)
    {
        using var request = Codec.ReadV1("{\"instances\":" + instances + "}");

        var tensor = Assert.Single(request.Inputs);
        Assert.Equal("input-0", tensor.Name);
        Assert.Equal(expected, tensor.DataType);
        Assert.Equal([2, 2], tensor.Shape);
    }

    [Fact]
    public void ReadRequest_NoSignature_KeepsValuesWhenTheTypeChanges()
    {
        using var signed = Codec.ReadV1("""{"instances":[-1,9007199254740993,0.5]}""");
        using var unsigned = Codec.ReadV1("""{"instances":[1,18446744073709551615,0.5]}""");
        using var exact = Codec.ReadV1("""{"instances":[1,18446744073709551615]}""");

        Assert.Equal([-1, 9007199254740992.0, 0.5], signed.Inputs[0].AsSpan<double>());
        Assert.Equal([1, 18446744073709551616.0, 0.5], unsigned.Inputs[0].AsSpan<double>());
        Assert.Equal([1UL, ulong.MaxValue], exact.Inputs[0].AsSpan<ulong>());
    }

    [Fact]
    public void ReadRequest_NoSignatureAndObjects_GivesATensorPerKey()
    {
        using var request = Codec.ReadV1("""{"instances":[{"n":1,"s":["a"]},{"n":2,"s":["b"]}]}""");

        Assert.Equal([1, 2], request.GetInput("n").AsSpan<long>());
        Assert.Equal([2, 1], request.GetInput("s").Shape);
        Assert.Equal(["a", "b"], request.GetInput("s").ToStrings());
    }

    [Fact]
    public void ReadRequest_InputsAsObject_GivesWholeTensors()
    {
        using var request = Codec.ReadV1("""{"inputs":{"n":[[1,2,3]],"flag":true}}""");

        Assert.Equal([1, 3], request.GetInput("n").Shape);
        Assert.Equal(0, request.GetInput("flag").Shape.Rank);
    }

    [Fact]
    public void ReadRequest_JsonInput_HandsOverEachInstanceAsItsText()
    {
        using var request = Codec.ReadV1("""{"instances":[{"a": [1, 2]},"t",3.0,null,[true]]}""", Json);

        Assert.Equal([5], request.Inputs[0].Shape);
        Assert.Equal(["{\"a\": [1, 2]}", "\"t\"", "3.0", "null", "[true]"], request.Inputs[0].ToStrings());
    }

    [Fact]
    public void ReadRequest_JsonInputByName_HandsOverEachElement()
    {
        using var request = Codec.ReadV1("""{"inputs":{"doc":[{"a":1},[2]]}}""", Json);

        Assert.Equal(["{\"a\":1}", "[2]"], request.Inputs[0].ToStrings());
    }

    [Fact]
    public void ReadRequest_Base64Escaped_IsDecoded()
    {
        using var request = Codec.ReadV1("""{"instances":[{"b64":"\/\/8="}]}""");

        Assert.Equal([2, 0, 0, 0, 255, 255], request.Inputs[0].Data.ToArray());
    }

    [Theory]
    [InlineData(TensorDataType.FP16, new byte[] { 0xCD, 0x46 })]
    [InlineData(TensorDataType.BF16, new byte[] { 0xDA, 0x40 })]
    public void ReadRequest_HalfPrecision_IsRounded(TensorDataType type, byte[] expected)
    {
        using var request = Codec.ReadV1(
            """{"instances":[6.8]}""", Signature(new TensorMetadata("h", type, [-1])));

        Assert.Equal(expected, request.Inputs[0].Data.ToArray());
    }

    [Theory]
    [InlineData("{\"instances\":[]}")]
    [InlineData("{\"inputs\":[]}")]
    public void ReadRequest_NoInstances_GivesEmptyTensors(string body)
    {
        using var declared = Codec.ReadV1(body, OneFloat);
        using var free = Codec.ReadV1(body);

        Assert.Equal([0, 2], declared.Inputs[0].Shape);
        Assert.Equal([0], free.Inputs[0].Shape);
    }

    [Fact]
    public void ReadRequest_EmptyInstances_KeepTheirRank()
    {
        using var request = Codec.ReadV1("""{"instances":[[[],[]],[[],[]]]}""");

        Assert.Equal([2, 2, 0], request.Inputs[0].Shape);
    }

    [Theory]
    [InlineData("{}", "body: 'instances' or 'inputs' is missing")]
    [InlineData("""{"instances":1}""", "Expected \"instances\" to be a list")]
    [InlineData("""{"instances":{}}""", "Expected \"instances\" to be a list")]
    [InlineData("""{"inputs":"a"}""", "Expected \"inputs\" to be a list or an object")]
    [InlineData(
        """{"instances":[],"inputs":[]}""",
        "body: 'instances' and 'inputs' were given, only one of them was expected")]
    [InlineData(
        """{"Instances":[]}""",
        "body: the key 'Instances' is not known, 'instances' was expected (case matters)")]
    [InlineData(
        """{"instances":[[1,2],[3]]}""",
        "instances[1]: the lists of input 'input-0' differ in length or depth")]
    [InlineData("""{"instances":[[1],2]}""", "instances[1]: the lists of input 'input-0' differ in length or depth")]
    [InlineData("""{"instances":[1,[2]]}""", "instances[1]: the lists of input 'input-0' differ in length or depth")]
    [InlineData("""{"instances":[[[]],[1]]}""", "instances[1]: the lists of input 'input-0' differ in length or depth")]
    [InlineData("""{"instances":[[],[1]]}""", "instances[1]: the lists of input 'input-0' differ in length or depth")]
    [InlineData(
        """{"instances":[1,"a"]}""",
        "instances[1]: element 1: the same type as before (INT64) was expected, got a string")]
    [InlineData(
        """{"instances":[true,null]}""",
        "instances[1]: element 1: the same type as before (BOOL) was expected, got null")]
    [InlineData(
        """{"instances":[null,true]}""",
        "instances[1]: element 1: null, as before, was expected, got a Boolean")]
    [InlineData("""{"instances":[{"a":1},{"b":1}]}""", "instances[0]: input 'b' is missing")]
    [InlineData("""{"instances":[{"a":1},{}]}""", "instances[1]: input 'a' is missing")]
    [InlineData("""{"instances":[{"a":1},2]}""", "instances[0]: input 'input-0' is missing")]
    [InlineData("""{"instances":[{"a":1,"a":2}]}""", "instances[0]: the key 'a' appears twice")]
    [InlineData("""{"instances":[{"a":1,"\u0061":2}]}""", "instances[0]: the key 'a' appears twice")]
    [InlineData("""{"inputs":{"a":1,"a":2}}""", "inputs.a: the key appears twice")]
    [InlineData("""{"instances":[{"b64":"*"}]}""", "instances[0].b64: base 64 was expected")]
    [InlineData(
        """{"instances":[{"b64":"AA==","c":1}]}""",
        "instances[0]: an object with the key 'b64' alone was expected")]
    [InlineData(
        """{"instances":[["\ud800"]]}""",
        "instances[0]: a string holds half a surrogate pair, which is no text")]
    [InlineData(
        """{"instances":[1e999]}""",
        "instances[0]: element 0: a number in the range of FP64, or null for NaN was expected, got 1e999")]
    public void ReadRequest_Wrong_SaysWhereAndWhat(string body, string error) =>
        Assert.Equal(error, Codec.RefuseV1(body));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"instances\":[1]}{}")]
    [InlineData("{\"instances\":[1")]
    [InlineData("{\"instances\":[1],}")]
    [InlineData("\uFEFF{\"instances\":[1]}")]
    public void ReadRequest_NotOneJsonObject_IsRefused(string body) => Assert.NotEmpty(Codec.RefuseV1(body));

    [Fact]
    public void ReadRequest_SignatureAndWrongInstances_SaysWhatWasExpected()
    {
        Assert.Equal(
            "instances[0]: an object with the inputs 'a', 'b' was expected",
            Codec.RefuseV1("""{"instances":[[1]]}""", Two));
        Assert.Equal(
            "instances[0]: the input 'c' is not known, 'a', 'b' was expected",
            Codec.RefuseV1("""{"instances":[{"c":1}]}""", Two));
        Assert.Equal(
            "instances[0]: element 0: an integer from -2147483648 to 2147483647 was expected, got 1.5",
            Codec.RefuseV1("""{"instances":[{"a":1.5}]}""", Two));
        Assert.Contains("the key 'k' appears twice", Codec.RefuseV1(Codec.Join(
            """
            {"instances":[{"k":1,"k":2}]}
            """), Json), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRequest_TooManyColumns_IsRefused()
    {
        var body = new StringBuilder("{\"instances\":[{\"k\":0");
        for (var i = 0; i < 5000; i++)
        {
            body.Append(",\"k").Append(i).Append("\":0");
        }

        Assert.Equal("instances[0]: more than 1000 inputs", Codec.RefuseV1(body.Append("}]}").ToString()));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(250_000)]
    public void ReadRequest_NestedTooDeep_IsRefused(int depth) =>
        Assert.NotEmpty(Codec.RefuseV1("{\"instances\":" + new string('[', depth) + new string(']', depth) + "}"));

    private static ModelSignature Signature(params TensorMetadata[] inputs) => new() { Inputs = inputs };
}
