using Microsoft.Extensions.DependencyInjection;

namespace KServe.Client.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void AddKServeClient_Schemes_ChooseTheProtocol()
    {
        using var provider = new ServiceCollection()
            .AddKServeClient(new Uri("http://rest:8080"))
            .AddKServeClient(new Uri("grpcs://grpc:8081"), serviceKey: "g")
            .BuildServiceProvider();

        var rest = Assert.IsType<InferenceRestClient>(provider.GetRequiredService<InferenceClient>());
        var grpc = Assert.IsType<InferenceGrpcClient>(provider.GetRequiredKeyedService<InferenceClient>("g"));

        Assert.Same(rest, provider.GetRequiredService<InferenceRestClient>());
        Assert.Equal("http://rest:8080/", rest.BaseAddress.AbsoluteUri);
        Assert.Equal("https://grpc:8081/", grpc.BaseAddress.AbsoluteUri);
    }

    [Fact]
    public void AddKServeClient_OtherScheme_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKServeClient(new Uri("ftp://host")));

    [Fact]
    public void Options_OutOfRange_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new InferenceGrpcClient(
            new Uri("http://host"), new InferenceClientOptions { MaxResponseLength = 0 }));
}
