using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Propagation;

public sealed class HeaderPropagatorTests
{
    private static readonly Dictionary<string, string> Received = new(StringComparer.OrdinalIgnoreCase)
    {
        ["X-Request-Id"] = "r1",
        ["Authorization"] = "Bearer secret",
        ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ["tracestate"] = "a=b",
        ["X-B3-TraceId"] = "80f198ee56343ba8",
        ["X-Tenant"] = "t",
        ["Cookie"] = "c",
    };

    [Fact]
    public void Inject_Defaults_GivesIdAndTraceAlone()
    {
        Assert.Equal(
            ["x-request-id", "x-b3-traceid", "traceparent", "tracestate"], Inject(new HeaderPropagationOptions()).Keys);
    }

    [Fact]
    public void Inject_OptIns_GivesThoseInLowerCase()
    {
        var options = new HeaderPropagationOptions
        {
            RequestId = false,
            TraceContext = false,
            Authorization = true,
            Headers = { "X-Tenant", "x-absent", "AUTHORIZATION" },
        };
        Assert.Equal(
            new Dictionary<string, string> { ["authorization"] = "Bearer secret", ["x-tenant"] = "t" },
            Inject(options));
    }

    [Fact]
    public void Inject_RunningActivity_LeavesTheTraceToIt()
    {
        using var activity = new Activity("outer");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.DoesNotContain("traceparent", Inject(new HeaderPropagationOptions()).Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("Host")]
    [InlineData("Content-Length")]
    [InlineData("grpc-timeout")]
    [InlineData("te")]
    public void Create_NameThatMayNotGoOn_Throws(string name)
    {
        var options = new HeaderPropagationOptions { Headers = { name } };
        Assert.Throws<ArgumentException>(() => new HeaderPropagator(options));
    }

    [Fact]
    public async Task Configuration_Section_IsBoundAndChecked()
    {
        await using var services = Build(
            ("KServe:Propagation:Headers:0", "X-Tenant"), ("KServe:Propagation:RequestId", "false"));
        Dictionary<string, string> seen = [];
        using var request = new InferRequest("m") { Headers = Received };
        services.GetRequiredService<HeaderPropagator>().Inject(
            request, seen, static (seen, name, value) => seen.Add(name, value));
        Assert.Contains("x-tenant", seen);
        Assert.DoesNotContain("x-request-id", seen);

        await using var wrong = Build(("KServe:Propagation:Headers:0", "Content-Type"));
        var options = wrong.GetRequiredService<IOptions<KServeOptions>>();
        var error = Assert.Throws<OptionsValidationException>(() => options.Value);
        Assert.Contains("KServe:Propagation:Headers: 'Content-Type'", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value))
            .Build());
        services.AddLogging();
        services.AddKServeCore();
        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string> Inject(HeaderPropagationOptions options)
    {
        Dictionary<string, string> seen = [];
        new HeaderPropagator(options).Inject(Received, seen, static (seen, name, value) => seen.Add(name, value));
        return seen;
    }
}
