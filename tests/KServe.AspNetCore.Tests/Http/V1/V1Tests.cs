using System.Net;
using KServe.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.V1;

public sealed class V1Tests
{
    [Theory]
    [InlineData("/v1/models/TestModel:predict", V2JsonForm.Strict)]
    [InlineData("/v1/models/TestModel:predict", V2JsonForm.KServe)]
    [InlineData("/v1/models/TestModel%3Apredict", V2JsonForm.KServe)]
    [InlineData("/v1/models/TestModel/versions/1:predict", V2JsonForm.KServe)]
    [InlineData("/v1/models/TestModel:explain", V2JsonForm.KServe)]
    [InlineData("/v1/models/TestModel/versions/1:explain", V2JsonForm.Strict)]
    public async Task Post_Instances_AnswersKServesBytes(string path, V2JsonForm form)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor(
                "TestModel",
                static _ => new EchoPredictor("predictions"),
                static model => model.UseExplainer<EchoExplainer>()),
            http => http.JsonForm = form);
        Assert.Equal(
            (HttpStatusCode.OK, """{"predictions":[[1,2]]}"""),
            await server.PostAsync(path, """{"instances":[[1,2]]}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"instances":1}""")]
    public async Task Post_WrongBody_Is400(string json)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("TestModel", static _ => new EchoPredictor()));
        var (status, body) = await server.PostAsync("/v1/models/TestModel:predict", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("{\"error\":\"", body, StringComparison.Ordinal);
    }
}
