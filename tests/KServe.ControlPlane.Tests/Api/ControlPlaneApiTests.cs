using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KServe.AspNetCore;
using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane.Tests.Api;

public sealed class ControlPlaneApiTests
{
    private const string Group = "/apis/serving.kserve.io";
    private const string Services = Group + "/v1beta1/namespaces/default/inferenceservices";
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task PutGetDelete_Service_WorkAsOnACluster()
    {
        await using var server = await StartAsync();
        var text = Sample.Read("sklearn.yaml");
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server, HttpMethod.Put, Services + "/sklearn-iris", text)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Put, Services + "/sklearn-iris", text)).Status);
        var (status, body) = await SendAsync(server, HttpMethod.Get, Services + "/sklearn-iris?wait=60");
        Assert.Equal(HttpStatusCode.OK, status);
        var resource = JsonDocument.Parse(body).RootElement;
        Assert.Equal("InferenceService", resource.GetProperty("kind").GetString());
        Assert.Equal(1, resource.GetProperty("status").GetProperty("observedGeneration").GetInt32());
        Assert.Equal(
            "Loaded",
            resource.GetProperty("status").GetProperty("modelStatus").GetProperty("states").GetProperty("activeModelState").GetString());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Get, Services + "/sklearn-iris/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Delete, Services + "/sklearn-iris")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(server, HttpMethod.Get, Services + "/sklearn-iris")).Status);
    }

    [Fact]
    public async Task Get_List_HoldsAllOfTheKind()
    {
        await using var server = await StartAsync();
        await server.ApplyAsync(Sample.Read("graph.yaml"));
        foreach (var path in (string[])[Services, Group + "/v1beta1/inferenceservices"])
        {
            var (_, body) = await SendAsync(server, HttpMethod.Get, path);
            var list = JsonDocument.Parse(body).RootElement;
            Assert.Equal("InferenceServiceList", list.GetProperty("kind").GetString());
            Assert.Equal(2, list.GetProperty("items").GetArrayLength());
        }

        var (_, all) = await SendAsync(server, HttpMethod.Get, Group);
        Assert.Equal(3, JsonDocument.Parse(all).RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Get_AcceptYaml_ReadsBackTheSame()
    {
        await using var server = await StartAsync();
        await server.ApplyAsync(Sample.Read("batcher.yaml"));
        using var request = new HttpRequestMessage(HttpMethod.Get, Services + "/sklearn-batcher");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/yaml"));
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var yaml = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/yaml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(1, server.Controller.Apply(yaml)[0].Generation);
    }

    [Fact]
    public async Task Post_WrongText_TellsEveryErrorWithItsPlace()
    {
        await using var server = await StartAsync();
        var (status, body) = await SendAsync(
            server, HttpMethod.Post, Group + "?source=iris.yaml", Texts.Service("predictor: {x: 1}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var causes = JsonDocument.Parse(body).RootElement.GetProperty("details").GetProperty("causes");
        Assert.Equal(2, causes.GetArrayLength());
        Assert.Equal("iris.yaml", causes[1].GetProperty("file").GetString());
        Assert.Equal(5, causes[1].GetProperty("line").GetInt32());
        Assert.Equal(15, causes[1].GetProperty("column").GetInt32());
        Assert.Equal("spec.predictor.x", causes[1].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Post_DryRun_ChangesNothing()
    {
        await using var server = await StartAsync();
        var (status, _) = await SendAsync(server, HttpMethod.Post, Group + "?dryRun=All", Sample.Read("sklearn.yaml"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(server.Controller.List());
    }

    [Theory]
    [InlineData("PUT", Services + "/other", HttpStatusCode.BadRequest)]
    [InlineData("PUT", Group + "/v1beta1/namespaces/x/inferenceservices/other", HttpStatusCode.BadRequest)]
    [InlineData("PUT", Group + "/v1/namespaces/default/inferenceservices/sklearn-iris", HttpStatusCode.NotFound)]
    [InlineData("PUT", Group + "/v1beta1/namespaces/default/pods/sklearn-iris", HttpStatusCode.NotFound)]
    [InlineData("DELETE", Services + "/sklearn-iris", HttpStatusCode.NotFound)]
    [InlineData("DELETE", Services, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", Services + "/sklearn-iris?wait=soon", HttpStatusCode.BadRequest)]
    public async Task Send_WrongPath_IsRefused(string method, string path, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        var (status, _) = await SendAsync(server, new HttpMethod(method), path, Sample.Read("sklearn.yaml"));
        Assert.Equal(expected, status);
        Assert.Empty(server.Controller.List());
    }

    [Fact]
    public async Task Post_OtherContentType_Is415()
    {
        await using var server = await StartAsync();
        var (status, _) = await SendAsync(server, HttpMethod.Post, Group, Sample.Read("sklearn.yaml"), "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
    }

    [Fact]
    public async Task Get_ByDefault_ThereIsNoApi()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(server, HttpMethod.Get, Services)).Status);
    }

    [Fact]
    public async Task Get_ServerWithKey_AsksForIt()
    {
        await using var server = await TestServer.StartAsync(http: static http =>
        {
            http.ControlPlane.Access = RepositoryAccess.Any;
            http.ControlPlane.Key = Key;
        });
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, HttpMethod.Get, Services)).Status);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, HttpMethod.Get, Services)).Status);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Get, Services)).Status);
    }

    [Fact]
    public async Task Get_FromAnotherSite_IsForbidden()
    {
        await using var server = await StartAsync();
        server.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(server, HttpMethod.Get, Services)).Status);
    }

    [Fact]
    public async Task Start_AccessForAllWithoutKey_IsRefused()
    {
        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => TestServer.StartAsync(
            http: static http => http.ControlPlane.Access = RepositoryAccess.Any));
        Assert.Contains("KServe:Http:ControlPlane:Key is missing", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync() =>
        TestServer.StartAsync(http: static http => http.ControlPlane.Access = RepositoryAccess.Loopback);

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        TestServer server,
        HttpMethod method,
        string path,
        string? body = null,
        string type = "application/yaml")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
