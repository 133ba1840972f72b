namespace KServe.Protocol.Tests;

public sealed class V2JsonTensorTests
{
    [Theory]
    [InlineData("\"FP33\"", "datatype")]
    [InlineData("\"fp32\"", "datatype")]
    [InlineData("\"\"", "datatype")]
    [InlineData("123", "datatype")]
    [InlineData("null", "datatype")]
    public void ReadRequest_UnknownDataType_NamesTheField(string datatype, string field)
    {
        var error = Codec.RefuseV2(
            $$"""{"inputs":[{"name":"x","shape":[1],"datatype":{{datatype}},"data":[1]}]}""");

        Assert.StartsWith("inputs[0]." + field, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[16]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]", "got 15")]
    [InlineData("[3]", "[1,2,3,4]", "got more")]
    [InlineData("[2,2]", "[[1,2],[3]]", "dimension 1")]
    [InlineData("[2,2]", "[[1,2],[3,4,5]]", "got more")]
    [InlineData("[2,2]", "[[1,2,3],[4]]", "a nested list holds 3")]
    [InlineData("[2,2]", "[[[1,2],[3,4]]]", "element 0")]
    [InlineData("[4]", "[[1,2],[3,4]]", "element 0")]
    [InlineData("[2,2,1]", "[[1,2],[3,4]]", "a list at level 2")]
    [InlineData("[2,2]", "[[1,2],3,4]", "a list at level 1")]
    [InlineData("[4]", "[1,2,[3],4]", "element 2")]
    [InlineData("[]", "[[1]]", "nested deeper")]
    [InlineData("[1]", "1", "a list was expected")]
    [InlineData("[1]", "{\"a\":1}", "a list was expected")]
    [InlineData("[1]", "null", "a list was expected")]
    [InlineData("[2,3]", "[[],[ ]       ]", "dimension 1")]
    public void ReadRequest_DataThatDiffersFromTheShape_IsRefused(string shape, string data, string expected)
    {
        var error = Codec.RefuseV2(Codec.Input("INT32", shape, data));

        Assert.StartsWith("inputs[0].data", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2,-5]")]
    [InlineData("[-1]")]
    [InlineData("[16, 1152921504606846978]")]
    [InlineData("[9223372036854775807, 2]")]
    [InlineData("[9223372036854775808]")]
    [InlineData("[1.5]")]
    [InlineData("[1e1]")]
    [InlineData("[\"2\"]")]
    [InlineData("[null]")]
    [InlineData("[[1]]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("1")]
    public void ReadRequest_BadShape_NamesTheField(string shape) =>
        Assert.StartsWith(
            "inputs[0].shape", Codec.RefuseV2(Codec.Input("INT32", shape, "[1]")), StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_NullAmongTexts_IsMissing()
    {
        using var request = Codec.ReadV2(Codec.Input("BYTES", "[3]", """["a", null, ""]"""));
        Assert.Equal<string?[]>(["a", null, ""], request.Inputs[0].ToNullableStrings());
        Assert.Equal(["a", "", ""], request.Inputs[0].ToStrings());
    }

    [Fact]
    public void ReadRequest_Rank1000_IsRefused() =>
        Assert.Contains(
            "more than 32 dimensions",
            Codec.RefuseV2(Codec.Input("INT32", $"[{string.Join(',', new int[1000])}]", "[]")),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_ShapeBeyondTheBody_RentsNothing()
    {
        var pool = new TensorPool();

        var error = Assert.Throws<InferenceException>(
            () => Codec.ReadV2(Codec.Input("FP64", "[200000000]", "[1]"), pool));

        Assert.Contains("more than the body holds", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, pool.RentedBytes);
    }

    [Theory]
    [InlineData("[0]", "[]")]
    [InlineData("[0,4611686018427387904]", "[]")]
    [InlineData("[2,0]", "[[],[]]")]
    [InlineData("[2,0]", "[]")]
    public void ReadRequest_NoElements_GivesAnEmptyTensor(string shape, string data)
    {
        using var request = Codec.ReadV2(Codec.Input("FP32", shape, data));

        Assert.Equal(0, request.Inputs[0].Data.Length);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[5]")]
    public void ReadRequest_Scalar_IsOneElement(string data)
    {
        using var request = Codec.ReadV2(Codec.Input("INT16", "[]", data));

        Assert.Equal(0, request.Inputs[0].Shape.Rank);
        Assert.Equal([(short)5], request.Inputs[0].AsSpan<short>());
    }

    [Theory]
    [InlineData("[1,2,3,4,5,6,7,8]")]
    [InlineData("[[[1,2],[3,4]],[[5,6],[7,8]]]")]
    public void ReadRequest_FlatOrNested_GivesTheSameElements(string data)
    {
        using var request = Codec.ReadV2(Codec.Input("INT32", "[2,2,2]", data));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], request.Inputs[0].AsSpan<int>());
        Assert.Equal([2, 2, 2], request.Inputs[0].Shape);
    }

    [Fact]
    public void ReadRequest_DataBeforeShape_IsReadAllTheSame()
    {
        using var request = Codec.ReadV2(
            """{"inputs":[{"data":[[1.5,2]],"datatype":"FP64","shape":[1,2],"name":"late"}]}""");

        Assert.Equal([1.5, 2.0], request.GetInput("late").AsSpan<double>());
    }

    [Theory]
    [InlineData("INT8", "128")]
    [InlineData("INT8", "-129")]
    [InlineData("UINT8", "-1")]
    [InlineData("UINT8", "256")]
    [InlineData("INT16", "32768")]
    [InlineData("UINT16", "65536")]
    [InlineData("INT32", "2147483648")]
    [InlineData("UINT32", "4294967296")]
    [InlineData("INT64", "9223372036854775808")]
    [InlineData("UINT64", "18446744073709551616")]
    [InlineData("INT32", "1.0")]
    [InlineData("INT32", "1e2")]
    [InlineData("INT32", "1.5")]
    [InlineData("INT32", "\"1\"")]
    [InlineData("INT32", "true")]
    [InlineData("INT32", "null")]
    [InlineData("FP32", "1e39")]
    [InlineData("FP32", "-3.5e38")]
    [InlineData("FP64", "1e999")]
    [InlineData("FP32", "\"NaN\"")]
    [InlineData("FP64", "\"Infinity\"")]
    [InlineData("BOOL", "2")]
    [InlineData("BOOL", "1")]
    [InlineData("BOOL", "\"true\"")]
    [InlineData("BOOL", "null")]
    [InlineData("BYTES", "1")]
    [InlineData("BYTES", "{\"b64\":\"AA==\"}")]
    public void ReadRequest_ElementOutsideTheType_NamesTheElement(string datatype, string element)
    {
        var error = Codec.RefuseV2(Codec.Input(datatype, "[1]", $"[{element}]"));

        Assert.StartsWith("inputs[0].data: element 0:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRequest_NaNLiteral_IsNoJson() =>
        Assert.Contains(
            "not valid JSON", Codec.RefuseV2(Codec.Input("FP32", "[1]", "[NaN]")), StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_Extremes_AreExact()
    {
        using var signed = Codec.ReadV2(
            Codec.Input("INT64", "[2]", "[9223372036854775807,-9223372036854775808]"));
        using var unsigned = Codec.ReadV2(Codec.Input("UINT64", "[2]", "[18446744073709551615,9007199254740993]"));

        Assert.Equal([long.MaxValue, long.MinValue], signed.Inputs[0].AsSpan<long>());
        Assert.Equal([ulong.MaxValue, 9007199254740993UL], unsigned.Inputs[0].AsSpan<ulong>());
    }

    [Fact]
    public void ReadRequest_NullInFloatingPoint_IsNaN()
    {
        using var request = Codec.ReadV2(Codec.Input("FP32", "[2]", "[null,1]"));

        Assert.True(float.IsNaN(request.Inputs[0].AsSpan<float>()[0]));
        Assert.Equal(1f, request.Inputs[0].AsSpan<float>()[1]);
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public void ReadRequest_HalfPrecisionInJson_SaysToUseBinary(string datatype) =>
        Assert.Equal(
            $"Receiving {datatype} data via JSON is not supported. Please use the binary data format for input x",
            Codec.RefuseV2(Codec.Input(datatype, "[1]", "[1]")));

    [Fact]
    public void ReadRequest_BytesWithNulAndEmoji_KeepsEveryByte()
    {
        using var request = Codec.ReadV2(
            Codec.Input("BYTES", "[4]", "[\"a\\u0000b\",\"\U0001F600\",\"\\ud83d\\ude00\",\"\"]"));

        Assert.Equal(["a\0b", "\U0001F600", "\U0001F600", ""], request.Inputs[0].ToStrings());
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("\\ud83dx")]
    [InlineData("\\ud83d\\n")]
    [InlineData("\\ud83d\\ud83d")]
    [InlineData("\\\\\\udc00")]
    public void ReadRequest_LoneSurrogate_IsRefused(string text) =>
        Assert.Contains(
            "surrogate", Codec.RefuseV2(Codec.Input("BYTES", "[1]", $"[\"{text}\"]")), StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_EscapedBackslashBeforeU_IsText()
    {
        using var request = Codec.ReadV2(Codec.Input("BYTES", "[1]", "[\"\\\\udc00\"]"));

        Assert.Equal(["\\udc00"], request.Inputs[0].ToStrings());
    }
}
