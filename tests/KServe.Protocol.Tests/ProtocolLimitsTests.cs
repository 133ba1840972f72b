using System.Text;

namespace KServe.Protocol.Tests;

public sealed class ProtocolLimitsTests
{
    private const string Body =
        """
        {"id":"ab","parameters":{"p":"text"},"u":1,"v":2,"inputs":[
        {"name":"nm","shape":[1,1],"datatype":"FP32","data":[[12345]]},
        {"name":"b","shape":[1],"datatype":"FP32","parameters":{"q":1},"data":[1]}],
        "outputs":[{"name":"o"},{"name":"r"}]}
        """;

    public static TheoryData<string, ProtocolLimits> Limits => new()
    {
        { "inputs: more than 1 tensors", new ProtocolLimits { MaxInputs = 1 } },
        { "outputs: more than 1 outputs", new ProtocolLimits { MaxOutputs = 1 } },
        { "inputs[1].parameters: more than 1 parameters", new ProtocolLimits { MaxParameters = 1 } },
        { "body: an object has more than 1 keys", new ProtocolLimits { MaxObjectKeys = 1 } },
        { "body: JSON is nested deeper than 4 levels", new ProtocolLimits { MaxJsonDepth = 4 } },
        { "body: a text is longer than 3 bytes", new ProtocolLimits { MaxNameLength = 3 } },
        { "id: a text is longer than 1 bytes", new ProtocolLimits { MaxIdLength = 1 } },
        { "parameters.p: a text is longer than 3 bytes", new ProtocolLimits { MaxParameterLength = 3 } },
        { "body: a number is longer than 4 bytes", new ProtocolLimits { MaxNumberLength = 4 } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void ReadRequest_BeyondALimit_NamesIt(string expected, ProtocolLimits limits) =>
        Assert.StartsWith(
            expected,
            Codec.Refuse(pool => V2Json.ReadRequest(Encoding.UTF8.GetBytes(Body), null, "m", pool, limits)),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_WithinAllLimits_IsTaken()
    {
        using var request = Codec.ReadV2(Body);

        Assert.Equal(2, request.Inputs.Count);
    }
}
