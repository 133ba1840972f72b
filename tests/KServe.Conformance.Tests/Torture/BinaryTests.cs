using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group B of the torture list; its gRPC rows stand with those of group V.</summary>
public sealed class BinaryTests(ServerFixture fixture) : TortureTest(fixture)
{
    public static TheoryData<string> RestNames => [.. BinaryCases.All.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(RestNames))]
    public Task Rest_Row_AnswersAsTold(string name) =>
        RunAsync(BinaryCases.All.Single(row => row.Name == name));

    [Fact]
    public async Task Rest_B08UnalignedTail_ReturnsTheSameDoubles()
    {
        // JSON of an odd length puts the doubles on an odd address of the body.
        var json = """{"inputs":[{"name":"x","shape":[3],"datatype":"FP64","parameters":{"binary_data_size":24}}]}""";
        json += new string(' ', 1 + (json.Length % 2));
        double[] values = [Math.PI, double.Epsilon, -0.1];
        var row = RestCase.Binary("B-08", json, [.. values.SelectMany(BitConverter.GetBytes)]);
        var reply = await Server.Rest.SendAsync(
            row.Method, row.Path, row.Body, row.ContentType, row.Headers, Cancellation);
        Assert.Equal(200, reply.Status);
        Assert.Equal(values, reply.Json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray()
            .Select(static value => value.GetDouble()));
    }
}
