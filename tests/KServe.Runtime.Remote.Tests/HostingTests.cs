using System.Diagnostics;
using System.Net;
using KServe.AspNetCore.Tests;
using KServe.Client.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Runtime.Remote.Tests;

/// <summary>Two whole servers, one in front of the other.</summary>
public sealed class HostingTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1.5,2.5]}]}""";

    [Theory]
    [InlineData(RemoteProtocol.V2)]
    [InlineData(RemoteProtocol.GrpcV2)]
    [InlineData(RemoteProtocol.V1)]
    public async Task AddRemoteModel_ServerBehindServer_AnswersUnderItsOwnName(RemoteProtocol protocol)
    {
        await using var back = await Servers.StartAsync(
            new SignedEcho(new ModelSignature { Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1])] }),
            protocol == RemoteProtocol.GrpcV2);
        await using var front = await Servers.StartAsync(builder => builder.AddRemoteModel(
            "front",
            Remote.Address(back.Address, protocol),
            options =>
            {
                options.ModelName = "m";
                options.Signature = protocol != RemoteProtocol.V1
                    ? null
                    : new ModelSignature { Outputs = [new TensorMetadata("x", TensorDataType.FP32, [-1])] };
            }));

        var (status, text) = await front.PostAsync("/v2/models/front/infer", Body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"model_name":"front","model_version":"1","outputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1.5,2.5]}]}""",
            text);
    }

    [Fact]
    public async Task Configuration_AddressAsUri_NamesARemoteModel()
    {
        await using var back = await Servers.StartAsync(new EchoPredictor(), isGrpc: true);
        await using var front = await KServeServer.StartAsync(
            builder => builder.AddRemoteRuntime(),
            host: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["KServe:Models:front:Uri"] = Remote.Address(back.Address, RemoteProtocol.GrpcV2),
                ["KServe:Models:front:Parameters:model_name"] = "m",
            }));

        var (status, text) = await front.PostAsync("/v2/models/front/infer", Body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"data\":[1.5,2.5]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfTheRequest_GoOnAsConfigured()
    {
        Dictionary<string, string> seen = [];
        await using var back = await ScriptedServer.StartAsync(context =>
        {
            if (!Answers.IsInference(context))
            {
                return Answers.StatusAsync(context, 200);
            }

            foreach (var (name, value) in context.Request.Headers)
            {
                seen[name.ToLowerInvariant()] = value.ToString();
            }

            return Answers.GoodAsync(context);
        });
        await using var front = await Servers.StartAsync(builder => builder.AddRemoteModel(
            "front", $"http://{back.Address.Authority}", static options => options.Headers["x-key"] = "k"));
        using var content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v2/models/front/infer") { Content = content };
        message.Headers.Add("x-request-id", "r-7");
        message.Headers.Add("Authorization", "Bearer secret");
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        using var response = await front.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("r-7", seen["x-request-id"]);
        Assert.Equal("k", seen["x-key"]);
        Assert.DoesNotContain("authorization", seen.Keys);
        Assert.Contains(activity.TraceId.ToString(), seen["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_RemoteThatIsNotReady_IsTold()
    {
        await using var back = await KServeServer.StartAsync(
            builder => builder.AddPredictor("m", _ => new NotReadyPredictor()), waitReady: false);
        await using var front = await KServeServer.StartAsync(
            builder => builder.AddRemoteModel("m", $"http://{back.Address.Authority}"), waitReady: false);
        await front.Services.GetRequiredService<ServerHealth>().Started;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await front.GetAsync("/v2/models/m/ready")).Status);
    }

    [Fact]
    public async Task Start_ServerThatIsNotThere_StartsAndSaysUnavailable()
    {
        await using var front = await KServeServer.StartAsync(
            builder => builder.AddRemoteModel(
                "front", RawServer.FindClosed().AbsoluteUri, static options => options.Retry.Delay = TimeSpan.Zero),
            waitReady: false);
        await front.Services.GetRequiredService<ServerHealth>().Started;

        var (status, text) = await front.PostAsync("/v2/models/front/infer", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(
            """{"error":"Model with name front is not available: its remote server cannot be reached."}""", text);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains(front.Logs.Lines, static line => line.Id.Id == 7103);
    }

    [Fact]
    public void Options_AllThatIsWrong_IsToldAtOnceWithoutSecrets()
    {
        var services = new ServiceCollection();
        services.AddKServeCore().AddRemoteModel("a", "http://user:secret@host", static options =>
        {
            options.Endpoints.Add("nowhere");
            options.IsDecoupled = true;
            options.Retry.MaxRetries = 11;
        });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["KServe:Models:b:Uri"] = "v2+http://host",
                ["KServe:Models:b:Parameters:max_retries"] = "many",
                ["KServe:Models:b:Parameters:unknown"] = "secret",
            }).Build());
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value);

        Assert.Contains("Models:a: an address must not hold credentials", error.Message, StringComparison.Ordinal);
        Assert.Contains("KServe:Models:a: an address must begin with", error.Message, StringComparison.Ordinal);
        Assert.Contains("Retry.MaxRetries must be from 0 to 10, got 11", error.Message, StringComparison.Ordinal);
        Assert.Contains("b: parameter 'max_retries' must be a whole number", error.Message, StringComparison.Ordinal);
        Assert.Contains("KServe:Models:b: parameter 'unknown' is not known", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
