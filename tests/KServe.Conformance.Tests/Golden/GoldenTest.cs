using System.Text;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;
using KServe.Conformance.Tests.Torture;

namespace KServe.Conformance.Tests.Golden;

/// <summary>The cases of KServe's own tests that are the same in both forms.</summary>
public abstract class GoldenTest(ServerFixture fixture) : ConformanceTest(fixture)
{
    [Theory]
    [InlineData("predict")]
    [InlineData("explain")]
    public async Task V1_Instances_AnswersExactly(string verb)
    {
        var reply = await PostAsync($"/v1/models/TestModel:{verb}", """{"instances":[[1,2]]}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"predictions":[[1,2]]}""", reply.Text);
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task V2Infer_Nested_IsFlattened()
    {
        var reply = await PostAsync(
            "/v2/models/TestModel/infer",
            """{"inputs":[{"name":"input-0","shape":[1,2],"datatype":"INT32","data":[[1,2]]}]}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal("[1,2]", reply.Json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task V2Infer_HalfInJson_IsRefused()
    {
        var reply = await PostAsync(
            "/v2/models/FP16InputModel/infer",
            """{"inputs":[{"name":"fp16_input","shape":[2],"datatype":"FP16","data":[1,2]}]}""");
        Assert.Equal(400, reply.Status);
        ErrorBody.Check(reply.Body, ["FP16"]);
    }

    [Fact]
    public async Task V2Infer_HalfOutWithoutBinary_IsRefused()
    {
        var reply = await InferHalfOutputAsync(null);
        Assert.Equal(400, reply.Status);
        ErrorBody.Check(reply.Body, ["FP16"]);
    }

    [Theory]
    [InlineData("/v1/models/NotReadyModel:predict", """{"instances":[[1,2]]}""")]
    [InlineData(
        "/v2/models/NotReadyModel/infer",
        """{"inputs":[{"name":"input-0","shape":[1],"datatype":"INT32","data":[1]}]}""")]
    public async Task Infer_NotReadyModel_Is503(string path, string body)
    {
        var reply = await PostAsync(path, body);
        Assert.Equal(503, reply.Status);
        ErrorBody.Check(reply.Body, ["NotReadyModel"]);
    }

    [Theory]
    [InlineData("/v1/models/unregistered", 404)]
    [InlineData("/unknown", 404)]
    [InlineData("/v1/models/NotReadyModel", 503)]
    [InlineData("/v2/models/NotReadyModel/ready", 503)]
    [InlineData("/v2/health/ready", 503)]
    public async Task Get_NothingThere_IsAnError(string path, int status) =>
        Assert.Equal(status, (await Server.Rest.GetAsync(path, Cancellation)).Status);

    [Theory]
    [InlineData("/", """{"status":"alive"}""")]
    [InlineData("/v1/models", """{"models":["FP16InputModel","FP16OutputModel","NotReadyModel","TestModel","canary"]}""")]
    [InlineData("/v1/models/TestModel", """{"name":"TestModel","ready":true}""")]
    [InlineData("/v2/health/live", """{"live":true}""")]
    [InlineData("/v2/models/TestModel/ready", """{"name":"TestModel","ready":true}""")]
    public async Task Get_Control_AnswersExactly(string path, string expected)
    {
        var reply = await Server.Rest.GetAsync(path, Cancellation);
        Assert.Equal(200, reply.Status);
        Assert.Equal(expected, reply.Text);
    }

    [Theory]
    [InlineData("load", """{"name":"TestModel","load":true}""")]
    [InlineData("unload", """{"name":"TestModel","unload":true}""")]
    public async Task Repository_EmptyBody_AnswersExactly(string verb, string expected)
    {
        var reply = await PostAsync($"/v2/repository/models/TestModel/{verb}", "");
        Assert.Equal(200, reply.Status);
        Assert.Equal(expected, reply.Text);
        Assert.Equal(200, (await PostAsync("/v2/repository/models/TestModel/load", "")).Status);
    }

    [Theory]
    [InlineData("nobody", "load", 404)]
    [InlineData("nobody", "unload", 404)]
    [InlineData("NotReadyModel", "load", 503)]
    public async Task Repository_Failure_IsAnError(string model, string verb, int status)
    {
        AllowedErrorLog = status == 503 ? "KServe.ModelRegistry" : null;
        var reply = await PostAsync($"/v2/repository/models/{model}/{verb}", "");
        Assert.Equal(status, reply.Status);
        ErrorBody.Check(reply.Body, []);
    }

    private protected Task<RestReply> PostAsync(string path, string body) =>
        Server.Rest.PostAsync(path, Encoding.UTF8.GetBytes(body), Cancellation);

    private protected Task<RestReply> InferHalfOutputAsync(string? outputs, bool? binaryDefault = null) =>
        Server.Rest.PostAsync(
            "/v2/models/FP16OutputModel/infer", GoldenBytes.HalfOutput(outputs, binaryDefault), Cancellation);

    private protected Task<RestReply> InferHalfInputAsync()
    {
        var row = RestCase.Binary("", GoldenBytes.HalfInput, GoldenBytes.Halves);
        return Server.Rest.SendAsync(
            row.Method, "/v2/models/FP16InputModel/infer", row.Body, row.ContentType, row.Headers, Cancellation);
    }
}
