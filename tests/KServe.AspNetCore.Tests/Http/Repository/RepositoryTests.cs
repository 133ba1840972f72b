using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.Repository;

public sealed class RepositoryTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    [Fact]
    public async Task LoadAndUnload_EmptyBody_AnswerAsKServe()
    {
        await using var server = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, """{"name":"model","unload":true}"""), await PostEmptyAsync(server, "models/model/unload"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.PostAsync("/v2/models/model/infer", Infer)).Status);
        Assert.Equal(
            (HttpStatusCode.OK, """[{"name":"model","version":"1","state":"UNAVAILABLE","reason":"unloaded"}]"""),
            await PostEmptyAsync(server, "index"));
        Assert.Equal((HttpStatusCode.OK, "[]"), await server.PostAsync("/v2/repository/index", """{"ready":true}"""));
        Assert.Equal((HttpStatusCode.OK, """{"name":"model","load":true}"""), await PostEmptyAsync(server, "models/model/load"));
        Assert.Equal(
            (HttpStatusCode.OK, """[{"name":"model","version":"1","state":"READY","reason":""}]"""),
            await server.PostAsync("/v2/repository/index", """{"ready":true}"""));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/model/infer", Infer)).Status);
    }

    [Theory]
    [InlineData("index", "{}", 200)]
    [InlineData("index", """{"ready":false}""", 200)]
    [InlineData("index", """{"ready":1}""", 400)]
    [InlineData("index", """{"ready":true,"ready":true}""", 400)]
    [InlineData("index", """{"other":1}""", 400)]
    [InlineData("index", "[]", 400)]
    [InlineData("index", "{}{}", 400)]
    [InlineData("index", "{", 400)]
    [InlineData("models/model/load", "{}", 200)]
    [InlineData("models/model/load", """{"parameters":{}}""", 200)]
    [InlineData("models/model/load", """{"parameters":{"config":"{}"}}""", 400)]
    [InlineData("models/model/load", """{"parameters":{"file:1/model.onnx":"AAAA"}}""", 400)]
    [InlineData("models/model/load", """{"parameters":{"other":1}}""", 400)]
    [InlineData("models/model/unload", """{"parameters":{"unload_dependents":true}}""", 200)]
    [InlineData("models/model/unload", """{"parameters":{"unload_dependents":"x"}}""", 400)]
    [InlineData("models/absent/load", "{}", 404)]
    [InlineData("models/absent/unload", "{}", 404)]
    [InlineData("models/..%5Cetc/load", "{}", 400)]
    [InlineData("models/%20../load", "{}", 400)]
    [InlineData("models/.../load", "{}", 404)]
    public async Task Post_Body_IsReadStrictly(string path, string body, int status)
    {
        await using var server = await StartAsync();
        Assert.Equal(status, (int)(await server.PostAsync("/v2/repository/" + path, body)).Status);
    }

    [Fact]
    public async Task Index_NestedDeeply_Is400()
    {
        await using var server = await StartAsync();
        var body = "{\"ready\":" + new string('[', 250_000) + new string(']', 250_000) + "}";
        var (status, answer) = await server.PostAsync("/v2/repository/index", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""{"error":"Invalid value for 'ready': expected a boolean"}""", answer);
    }

    [Fact]
    public async Task Load_BodyOverControlLimit_Is413()
    {
        await using var server = await StartAsync();
        var (status, _) = await server.PostAsync("/v2/repository/models/model/load", "{" + new string(' ', 1 << 20) + "}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task Load_BodyOfOtherType_Is415()
    {
        await using var server = await StartAsync();
        using var content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        using var response = await server.PostAsync("/v2/repository/models/model/load", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData(RepositoryAccess.Disabled, "127.0.0.1", 403)]
    [InlineData(RepositoryAccess.Loopback, "127.0.0.1", 200)]
    [InlineData(RepositoryAccess.Loopback, "::ffff:127.0.0.1", 200)]
    [InlineData(RepositoryAccess.Loopback, "10.0.0.7", 403)]
    [InlineData(RepositoryAccess.Any, "10.0.0.7", 200)]
    public async Task Load_FromAddress_FollowsAccess(RepositoryAccess access, string remote, int status)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("model", static _ => new EchoPredictor()),
            http => http.RepositoryApi = access,
            app: app => app.Use(next => context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
                return next(context);
            }));
        Assert.Equal(status, (int)(await PostEmptyAsync(server, "models/model/load")).Status);
        Assert.Equal(status, (int)(await PostEmptyAsync(server, "models/model/unload")).Status);
        Assert.Equal(
            access == RepositoryAccess.Disabled ? 403 : 200, (int)(await PostEmptyAsync(server, "index")).Status);
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    [InlineData("none", 200)]
    public async Task Unload_FromBrowser_MustBeSameOrigin(string site, int status)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/repository/models/model/unload");
        request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostEmptyAsync(KServeServer server, string path)
    {
        using var response = await server.PostAsync("/v2/repository/" + path, content: null);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<KServeServer> StartAsync() => KServeServer.StartAsync(
        static models => models.AddPredictor("model", static _ => new EchoPredictor()));
}
