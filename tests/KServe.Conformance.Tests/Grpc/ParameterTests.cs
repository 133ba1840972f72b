using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Parameters of every type, there and back.</summary>
public sealed class ParameterTests(ServerFixture fixture) : NodeTest(fixture)
{
    [Theory]
    [InlineData("bool_param", "true")]
    [InlineData("int64_param", "\"-9223372036854775808\"")]
    [InlineData("string_param", "\"dummy ü\"")]
    [InlineData("double_param", "1.3")]
    [InlineData("uint64_param", "\"18446744073709551615\"")]
    public async Task ModelInfer_Parameter_ComesBackUnchanged(string kind, string value)
    {
        var reply = await CallAsync("ModelInfer", $$$"""
            {"model_name":"echo","parameters":{"p":{"{{{kind}}}":{{{value}}} } },
             "inputs":[{"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1]},
                        "parameters":{"q":{"{{{kind}}}":{{{value}}} } } }]}
            """);
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        var parameter = reply.Response.GetProperty("parameters").GetProperty("p").GetProperty(kind);
        Assert.Equal(value.Replace("ü", "\\u00FC", StringComparison.Ordinal), Escape(parameter.GetRawText()));
        var ofTensor = reply.Response.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("q");
        Assert.Equal(parameter.GetRawText(), ofTensor.GetProperty(kind).GetRawText());
    }

    private static string Escape(string json) => json.Replace("ü", "\\u00FC", StringComparison.Ordinal);
}
