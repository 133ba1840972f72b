using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V2JsonRequestTests
{
    private const string Tensor = """{"name":"x","shape":[1],"datatype":"INT32","data":[1]}""";

    [Fact]
    public void ReadRequest_AllFields_AreRead()
    {
        using var request = Codec.ReadV2(
            """
            {"id":"42","parameters":{"s":"t","b":true,"i":-3,"u":18446744073709551615,"d":1.3},
             "inputs":[{"name":"x","shape":[1],"datatype":"INT32","parameters":{"p":false},"data":[1]}],
             "outputs":[{"name":"b","parameters":{"binary_data":true}},{"name":"a"}]}
            """);

        Assert.Equal("42", request.Id);
        Assert.Equal(new InferParameter("t"), request.Parameters["s"]);
        Assert.Equal(new InferParameter(true), request.Parameters["b"]);
        Assert.Equal(new InferParameter(-3L), request.Parameters["i"]);
        Assert.Equal(new InferParameter(ulong.MaxValue), request.Parameters["u"]);
        Assert.Equal(new InferParameter(1.3), request.Parameters["d"]);
        Assert.Equal(new InferParameter(false), request.Inputs[0].Parameters["p"]);
        Assert.Equal("b", request.Outputs[0].Name);
        Assert.Equal(new InferParameter(true), request.Outputs[0].Parameters["binary_data"]);
        Assert.Equal("a", request.Outputs[1].Name);
        Assert.False(request.Outputs[1].HasParameters);
    }

    [Fact]
    public void ReadRequest_NullForOptionalFields_IsAbsent()
    {
        using var request = Codec.ReadV2("""{"id":null,"parameters":null,"outputs":null,"inputs":[]}""");

        Assert.Null(request.Id);
        Assert.False(request.HasParameters);
        Assert.False(request.HasOutputs);
        Assert.Empty(request.Inputs);
    }

    [Theory]
    [InlineData("{}", "body: 'inputs' is missing")]
    [InlineData("""{"inputs":null}""", "inputs: a list of tensors was expected, got null")]
    [InlineData("""{"inputs":{}}""", "inputs: a list of tensors was expected, got an object")]
    [InlineData("""{"inputs":[1]}""", "inputs[0]: a tensor was expected, got a number")]
    [InlineData("""{"inputs":[{}]}""", "inputs[0]: 'name' is missing")]
    [InlineData("""{"inputs":[{"name":"x"}]}""", "inputs[0]: 'shape' is missing")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1]}]}""", "inputs[0]: 'datatype' is missing")]
    [InlineData("""{"inputs":[{"name":1}]}""", "inputs[0].name: a string was expected, got a number")]
    [InlineData("""{"inputs":[{"name":""}]}""", "inputs[0].name: a name was expected, got an empty string")]
    [InlineData("""{"inputs":[],"id":1}""", "id: a string was expected, got a number")]
    [InlineData("""{"inputs":[],"outputs":{}}""", "outputs: a list of outputs was expected, got an object")]
    [InlineData("""{"inputs":[],"outputs":[{}]}""", "outputs[0]: 'name' is missing")]
    [InlineData(
        """{"inputs":[],"outputs":[{"name":"o"},{"name":"o"}]}""", "outputs[1]: the name 'o' appears twice")]
    [InlineData("""{"inputs":[],"parameters":[]}""", "parameters: an object was expected, got a list")]
    [InlineData(
        """{"inputs":[],"parameters":{"a":{}}}""",
        "parameters.a: a string, a number or a Boolean was expected, got an object")]
    [InlineData(
        """{"inputs":[],"parameters":{"a":null}}""",
        "parameters.a: a string, a number or a Boolean was expected, got null")]
    [InlineData(
        """{"inputs":[],"parameters":{"a":1e999}}""", "parameters.a: the number is out of the range of a double")]
    [InlineData(
        """{"inputs":[],"parameters":{"binary_data_output":1}}""",
        "parameters.binary_data_output: true or false was expected")]
    [InlineData(
        """{"inputs":[],"outputs":[{"name":"o","parameters":{"binary_data":"yes"}}]}""",
        "outputs[0].parameters.binary_data: true or false was expected")]
    [InlineData(
        """{"inputs":[{"name":"i","shape":[1],"datatype":"FP32"}]}""",
        "inputs[0]: 'data' field is missing for input 'i' for model 'm', and 'binary_data_size' is not specified")]
    public void ReadRequest_BadField_SaysWhereAndWhat(string body, string error) =>
        Assert.Equal(error, Codec.RefuseV2(body));

    [Fact]
    public void ReadRequest_DuplicateInputName_NamesTheInput() =>
        Assert.Equal(
            "inputs[1]: the name 'x' appears twice", Codec.RefuseV2($$"""{"inputs":[{{Tensor}},{{Tensor}}]}"""));

    [Theory]
    [InlineData("inputs")]
    [InlineData("outputs")]
    public void ReadRequest_TenThousandTensors_AreRefused(string field)
    {
        var items = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            items.Append(i == 0 ? "" : ",").Append(Tensor.Replace("\"x\"", $"\"x{i}\"", StringComparison.Ordinal));
        }

        var error = Codec.RefuseV2($$"""{"{{field}}":[{{items}}]}""");

        Assert.StartsWith($"{field}: more than 1000", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRequest_HundredThousandParameters_AreRefused()
    {
        var items = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            items.Append(i == 0 ? "" : ",").Append($"\"p{i}\":{i}");
        }

        Assert.Equal(
            "parameters: more than 1000 parameters in one request",
            Codec.RefuseV2("{\"inputs\":[],\"parameters\":{" + items + "}}"));
    }

    [Fact]
    public void ReadRequest_IdOfOneMegabyte_IsRefused() =>
        Assert.Equal(
            "id: a text is longer than 1024 bytes",
            Codec.RefuseV2($$"""{"inputs":[],"id":"{{new string('a', 1_000_000)}}"}"""));

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nb")]
    [InlineData("\u00E9\U0001F600\"\\\u0001")]
    public void ReadRequest_AnyId_IsEchoedVerbatim(string id)
    {
        using var request = Codec.ReadV2(
            $$"""{"inputs":[],"id":{{System.Text.Json.JsonSerializer.Serialize(id)}}}""");
        using var response = new InferResponse();

        var written = Codec.WriteV2(request, response);

        Assert.Equal(id, request.Id);
        using var parsed = System.Text.Json.JsonDocument.Parse(written);
        Assert.Equal(id, parsed.RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public void ReadRequest_UnknownKeys_AreIgnored()
    {
        using var request = Codec.ReadV2(
            $$"""{"x":{"a":[1,{"b":"\u00e9"}]},"inputs":[{{Tensor}}],"__proto__":1,"constructor":null}""");

        Assert.Single(request.Inputs);
    }
}
